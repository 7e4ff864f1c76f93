import { beginCall } from './begin-call';
import { CallDefinition } from './call-definition';
import { currentRuntime } from './runtime-registry';
import { safely } from './safely';

/** A step that is timed by hand. */
export interface TimedSpan extends Disposable {
  /** Ends the step; a second call has no effect. */
  end(): void;
}

/** Starts a step that ends with `end()` or with its `using` block. */
export function startTimedSpan(name: string): TimedSpan {
  const runtime = currentRuntime();
  const definition = new CallDefinition({ input: name, functionName: name, role: 'step' });
  const call =
    runtime && safely(runtime.diagnostics, 'begin', () => beginCall(runtime, definition, undefined, []));
  const end = (): void => call?.succeed(undefined);
  return { end, [Symbol.dispose]: end };
}
