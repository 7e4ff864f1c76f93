import { readLastTrace, readTrace } from '@kagura/store';
import type { ReadingSource } from './reading-source';
import { type Trace, toTrace } from './trace';

/** Reads what happened inside single invocations. */
export class TraceReader {
  readonly #source: () => ReadingSource;

  constructor(source: () => ReadingSource) {
    this.#source = source;
  }

  /**
   * The invocation of an agent in a trace: the outermost one, and of several the first.
   *
   * @param query.traceId all 32 hexadecimal digits, or the first of them (at least 4) where they name one trace only
   * @returns `undefined` when there is no such trace, or the agent is not in it
   * @throws KaguraError when the database cannot be read
   */
  async getTrace(agent: string, query: { readonly traceId: string }): Promise<Trace | undefined> {
    const stored = readTrace(await this.#source().open(), query.traceId, { agent });
    return stored && toTrace(stored);
  }

  /**
   * The invocation that started last.
   *
   * @param agent @default whichever agent was called last
   * @returns `undefined` when there is none
   * @throws KaguraError when the database cannot be read
   */
  async getLastTrace(agent?: string): Promise<Trace | undefined> {
    const stored = readLastTrace(await this.#source().open(), agent);
    return stored && toTrace(stored);
  }
}
