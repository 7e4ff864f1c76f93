import type { CallFrame } from './call-frame';
import { type CallSignature, contentOf } from './call-signature';
import type { ObservedKind, ObserveInput, ObserveOptions } from './observe-options';

/** What the decorator or wrapper knows about a function before it is called. */
export interface DefinitionInput {
  readonly input: ObserveInput | undefined;
  /** @default the function's own name */
  readonly functionName?: string | undefined;
  /**
   * `agent` and `step` as `@Observe` and `@Trace`; `trace` is `tracer.trace`: an agent where none encloses it, else a
   * step; `class` is a method of a class decorated with `@Observe`: an agent when called from outside the instance.
   */
  readonly role: 'agent' | 'step' | 'trace' | 'class';
  readonly className?: string | undefined;
}

export interface Surroundings {
  readonly parent: CallFrame | undefined;
  readonly enclosingAgent: string | null;
  readonly self: unknown;
}

export interface CallIdentity {
  readonly kind: ObservedKind;
  readonly name: string;
}

export const NO_OPTIONS: ObserveOptions = Object.freeze({});

/** Options and identity of an observed function; what does not depend on the call is worked out once. */
export class CallDefinition {
  readonly #input: DefinitionInput;
  readonly #functionName: string;
  readonly #options: ObserveOptions;
  /** The instance that was called last: mostly there is one, and a reference costs more than a look. */
  #instance: WeakRef<object> | undefined;

  constructor(input: DefinitionInput) {
    this.#input = input;
    this.#functionName = input.functionName || 'anonymous';
    this.#options = typeof input.input === 'string' ? { name: input.input } : staticOptions(input.input);
  }

  /** The instance is the agent, not the method. */
  get isOfClass(): boolean {
    return this.#input.role === 'class';
  }

  /** What a call is known by when it is tried again; `undefined` where it could not be. */
  signatureOf(self: unknown, args: readonly unknown[]): CallSignature | undefined {
    const content = contentOf(args);
    return content && { callee: this, self: this.#referTo(self), content };
  }

  #referTo(self: unknown): WeakRef<object> | undefined {
    if ((typeof self !== 'object' && typeof self !== 'function') || self === null) return undefined;
    if (this.#instance?.deref() !== self) this.#instance = new WeakRef(self);
    return this.#instance;
  }

  /** @throws whatever the application's options function throws. */
  optionsOf(self: unknown, args: readonly unknown[]): ObserveOptions {
    const { input } = this.#input;
    return typeof input === 'function' ? (input(self, ...args) ?? NO_OPTIONS) : this.#options;
  }

  identify(options: ObserveOptions, surroundings: Surroundings): CallIdentity {
    const { role, className } = this.#input;
    if (role === 'class') return this.#identifyMethod(options, surroundings, className ?? this.#functionName);
    const name = options.name ?? this.#functionName;
    if (options.kind) return { kind: options.kind, name };
    if (role === 'trace') return { kind: surroundings.enclosingAgent === null ? 'agent' : 'step', name };
    return { kind: role, name };
  }

  /** The class is the agent; its methods calling each other are steps of the invocation. */
  #identifyMethod(options: ObserveOptions, { parent, self }: Surroundings, className: string): CallIdentity {
    for (let frame = parent; frame; frame = frame.parent) {
      if (frame.isOf(self)) return { kind: 'step', name: this.#functionName };
    }
    return { kind: options.kind ?? 'agent', name: options.name ?? className };
  }
}

function staticOptions(input: ObserveOptions | ((...args: never[]) => unknown) | undefined): ObserveOptions {
  return typeof input === 'object' ? Object.freeze({ ...input }) : NO_OPTIONS;
}
