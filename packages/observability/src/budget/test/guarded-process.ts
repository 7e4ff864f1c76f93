import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '@kagura/store';
import { CostTracker } from '../../index';
import type { ObservabilityOptions } from '../../observability-options';
import { type ObservedProcess, startObserved } from '../../test/observed-process';
import { chatCompletion } from '../../test/responses';
import { ScriptedLedger, type ScriptedLedgerOptions } from './scripted-ledger';

export const MODEL = 'gpt-4o-mini';
/** What 1,000 input and 100 output tokens of it cost. */
export const CALL_NANO = 210_000;
/** The same in US dollars. */
export const CALL_USD = 0.00021;

/** A request that asks for 100 tokens at most; its input may cost some five times what it does. */
export const request = {
  model: MODEL,
  max_tokens: 100,
  messages: [{ role: 'user', content: 'word '.repeat(1_000) }],
};

export const answer = (model: string = MODEL) =>
  chatCompletion({ id: 'one', model, input: 1_000, output: 100 });

type LedgerKind = 'memory' | 'sqlite' | 'asynchronous';

/** A process with budgets, whose ledger a test can look at and break. */
export class GuardedProcess {
  readonly tracker = new CostTracker();
  #observed: ObservedProcess | undefined;
  #scripted: ScriptedLedger | undefined;
  readonly #folders: string[] = [];

  start(
    ledger: LedgerKind | ScriptedLedgerOptions = 'memory',
    options: ObservabilityOptions = {},
  ): ScriptedLedger {
    this.#scripted = new ScriptedLedger(typeof ledger === 'string' ? this.#optionsOf(ledger) : ledger);
    this.#observed = startObserved({ ledger: this.#scripted.ledger, ...options });
    return this.#scripted;
  }

  get observed(): ObservedProcess {
    if (!this.#observed) throw new Error('Nothing was started.');
    return this.#observed;
  }

  /** Nano-dollars of the calls in the books, once all is told. */
  async books() {
    await this.#observed?.kagura.flush();
    return this.#scripted?.entries();
  }

  async stop(): Promise<void> {
    await this.#observed?.stop();
    this.#observed = undefined;
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }

  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'kagura-guard-'));
    this.#folders.push(folder);
    return folder;
  }

  #optionsOf(kind: LedgerKind): ScriptedLedgerOptions {
    if (kind === 'sqlite') return { inner: openLedger({ path: join(this.folder(), 'ledger.db') }) };
    return { isAsynchronous: kind === 'asynchronous' };
  }
}

export async function readAll(stream: AsyncIterable<unknown> | Iterable<unknown>): Promise<number> {
  let chunks = 0;
  for await (const _ of stream) chunks += 1;
  return chunks;
}

export const failureOf = (body: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(body)
    .then(
      () => undefined,
      (error: unknown) => error,
    );

/** A promise that the test settles. */
export function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
