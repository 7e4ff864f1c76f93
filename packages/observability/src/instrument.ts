import { beginCall } from './begin-call';
import { admitCall } from './budget/admit-call';
import { CallDefinition, type DefinitionInput } from './call-definition';
import { tapResult } from './tap-result';
import { type AnyFunction, wrapFunction } from './wrap-function';

/** Wraps a function of the application, so that each of its calls is recorded as what `input` says it is. */
export function instrument<F extends AnyFunction>(fn: F, input: DefinitionInput): F {
  const definition = new CallDefinition({ ...input, functionName: input.functionName || fn.name });
  return wrapFunction(fn, {
    begin: (runtime, self, args) => beginCall(runtime, definition, self, args),
    admit: (runtime, call, args) => admitCall(runtime, call, { fn, args }),
    follow: tapResult,
  });
}
