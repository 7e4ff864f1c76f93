import { ConfigurationError } from '@kagura/core';
import type { DefinitionInput } from './call-definition';
import type { DualDecorator, ObserveDecorator } from './decorator-types';
import { instrument } from './instrument';
import type { ObserveInput } from './observe-options';
import { type AnyFunction, isInstrumented } from './wrap-function';

type Role = 'agent' | 'step' | 'trace';
type AnyConstructor = abstract new (...args: never[]) => unknown;

/** Marks an agent: one invocation, one `invoke_agent` span with tokens, cost, latency and errors. */
export const Observe: ObserveDecorator = createDecorator('agent');

/** Marks a step inside an agent: a span in its trace, never an agent of its own. */
export const Trace: ObserveDecorator = createDecorator('step');

/**
 * One function for both decorator standards and for the factory call. Told apart by the arguments: TC39 passes a
 * context object second, legacy passes a property key second or a class alone; anything else is a factory call.
 */
export function createDecorator(role: Role): ObserveDecorator {
  const decorator = (...args: unknown[]): unknown => {
    if (isDecoration(args)) return decorate({ input: undefined, role }, args);
    const [input] = args;
    checkInput(input);
    return ((...placed: unknown[]) => decorate({ input, role }, placed)) as DualDecorator;
  };
  return decorator as ObserveDecorator;
}

function isDecoration(args: readonly unknown[]): boolean {
  const [first, second] = args;
  if (args.length >= 2)
    return isTc39Context(second) || typeof second === 'string' || typeof second === 'symbol';
  return typeof first === 'function' && isClass(first);
}

function isTc39Context(value: unknown): value is DecoratorContext {
  return (
    typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string'
  );
}

/** Arrow functions have no prototype and functions an ordinary one: those are options of the call, not classes. */
function isClass(value: object): value is AnyConstructor {
  const prototype = Object.getOwnPropertyDescriptor(value, 'prototype');
  if (prototype === undefined) return false;
  if (prototype.writable === false) return true;
  return typeof prototype.value === 'object' && Object.getOwnPropertyNames(prototype.value).length > 1;
}

function checkInput(input: unknown): asserts input is ObserveInput | undefined {
  if (input === undefined || typeof input === 'string' || typeof input === 'function') return;
  if (typeof input === 'object' && input !== null) return;
  throw new ConfigurationError(
    `@Observe and @Trace take a name, options or a function, received ${String(input)}.`,
  );
}

function decorate(definition: DefinitionInput, args: readonly unknown[]): unknown {
  const [target, place, descriptor] = args;
  if (isTc39Context(place)) return decorateStandard(definition, target, place);
  if (place === undefined) return decorateClass(definition, target as AnyConstructor);
  return decorateLegacy(definition, descriptor as PropertyDescriptor | undefined, place as string | symbol);
}

function decorateStandard(input: DefinitionInput, target: unknown, context: DecoratorContext): unknown {
  if (context.kind === 'class') return decorateClass(input, target as AnyConstructor);
  const definition = { ...input, functionName: String(context.name) };
  switch (context.kind) {
    case 'method':
    case 'getter':
      return wrap(definition, target);
    case 'field':
      return (initial: unknown) => wrap(definition, initial);
    case 'accessor':
      return { init: (initial: unknown) => wrap(definition, initial) };
    default:
      throw new ConfigurationError(`@Observe and @Trace cannot stand on a ${context.kind}.`);
  }
}

function wrap(definition: DefinitionInput, value: unknown): unknown {
  return typeof value === 'function' ? instrument(value as AnyFunction, definition) : value;
}

function decorateLegacy(
  definition: DefinitionInput,
  descriptor: PropertyDescriptor | undefined,
  key: string | symbol,
): PropertyDescriptor {
  if (descriptor === undefined || (typeof descriptor.value !== 'function' && !descriptor.get)) {
    throw new ConfigurationError(
      `With experimentalDecorators, @Observe and @Trace cannot wrap the field "${String(key)}": ` +
        'decorate a method, or write the field as `observe(() => …)`.',
    );
  }
  const place = descriptor.get ? 'get' : 'value';
  return { ...descriptor, [place]: wrap({ ...definition, functionName: String(key) }, descriptor[place]) };
}

/** Wraps the class's own methods in place, so that the class itself stays: `instanceof`, name and statics. */
function decorateClass(definition: DefinitionInput, target: AnyConstructor): void {
  const role = definition.role === 'agent' ? 'class' : definition.role;
  for (const key of Object.getOwnPropertyNames(target.prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(target.prototype, key);
    if (key === 'constructor' || !descriptor?.configurable || typeof descriptor.value !== 'function')
      continue;
    if (isInstrumented(descriptor.value)) continue;
    const value = instrument(descriptor.value, { ...definition, role, className: target.name });
    Object.defineProperty(target.prototype, key, { ...descriptor, value });
  }
}
