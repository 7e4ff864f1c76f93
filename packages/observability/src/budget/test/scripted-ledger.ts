import { type BudgetLedger, LedgerUnavailableError, MemoryLedger } from '@kagura/core';

export interface ScriptedLedgerOptions {
  /** Where the money really is. @default a ledger in memory */
  readonly inner?: BudgetLedger | undefined;
  /** Answers by promises, as a ledger on another machine does. */
  readonly isAsynchronous?: boolean | undefined;
  readonly name?: BudgetLedger['name'] | undefined;
}

type Operation = 'putBudget' | 'reserve' | 'settle' | 'release' | 'budgets' | 'balances' | 'expire' | 'renew';

/** A ledger that tells what it was asked, and that fails or waits when a test says so. */
export class ScriptedLedger {
  readonly ledger: BudgetLedger;
  readonly inner: BudgetLedger;
  /** Names of the operations, in order. */
  readonly asked: string[] = [];
  /** What operations fail with. */
  failure: Error | undefined;
  readonly #waiting: (() => void)[] = [];
  #paused: Operation | undefined;
  #failsOnce = false;

  constructor({
    inner = new MemoryLedger(),
    isAsynchronous = false,
    name = inner.name,
  }: ScriptedLedgerOptions = {}) {
    this.inner = inner;
    const operation =
      (key: string, method: (...args: unknown[]) => unknown) =>
      (...args: unknown[]) => {
        this.asked.push(key);
        if (isAsynchronous) return this.#later(key, () => Reflect.apply(method, inner, args));
        this.#fail();
        return Reflect.apply(method, inner, args);
      };
    this.ledger = new Proxy(inner, {
      get: (_target, key) => {
        if (key === 'name') return name;
        if (key === 'isSynchronous') return !isAsynchronous;
        const value: unknown = Reflect.get(inner, key, inner);
        if (typeof value !== 'function') return value;
        const method = value as (...args: unknown[]) => unknown;
        return key === 'now' || key === 'close' ? method.bind(inner) : operation(String(key), method);
      },
    });
  }

  breakDown(message = 'The ledger is away.'): void {
    this.failure = new LedgerUnavailableError(message);
  }

  repair(): void {
    this.failure = undefined;
  }

  /** Repaired, but for the next operation. */
  failNext(error: Error): void {
    this.failure = error;
    this.#failsOnce = true;
  }

  /** Answers to this operation wait from now on. */
  pause(operation: Operation): void {
    this.#paused = operation;
  }

  resume(): void {
    this.#paused = undefined;
    for (const go of this.#waiting.splice(0)) go();
  }

  count(operation: Operation): number {
    return this.asked.filter((asked) => asked === operation).length;
  }

  /** Held, settled and uncertain calls. */
  entries() {
    return {
      held: this.#list('held'),
      settled: this.#list('settled'),
      uncertain: this.#list('uncertain'),
    };
  }

  #list(state: 'held' | 'settled' | 'uncertain'): number[] {
    const entries = this.inner.entries({ state, limit: 1_000 });
    if (entries instanceof Promise) throw new Error('The inner ledger answers at once.');
    return entries.map(({ countedNanoUsd }) => countedNanoUsd);
  }

  #fail(): void {
    const { failure } = this;
    if (this.#failsOnce) this.failure = undefined;
    if (failure) throw failure;
  }

  async #later(key: string, run: () => unknown): Promise<unknown> {
    await null;
    if (this.#paused === key) await new Promise<void>((resume) => this.#waiting.push(resume));
    this.#fail();
    return run();
  }
}
