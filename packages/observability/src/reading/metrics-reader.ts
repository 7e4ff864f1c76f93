import { readAgentStats, readSlowCalls } from '@kagura/store';
import type { ReadingSource } from './reading-source';
import { type SlowInvocation, toSlowInvocation } from './slow-invocation';
import { type Stats, toStats } from './stats';
import { checkRange, resolveWindow, type TimeSelection, toTimeRange } from './time-window';

/** Which slow calls to return. */
export interface SlowCallQuery {
  /** Only calls that took longer than this, in milliseconds. */
  readonly thresholdMs: number;
  /** @default 100 */
  readonly limit?: number | undefined;
  /** Calls that started at this instant or later. */
  readonly since?: Date | undefined;
  /** Calls that started before this instant. */
  readonly until?: Date | undefined;
}

/** Reads how agents perform. */
export class MetricsReader {
  readonly #source: () => ReadingSource;

  constructor(source: () => ReadingSource) {
    this.#source = source;
  }

  /**
   * Calls, success and latency of one agent. An agent that was never called has none: `totalCalls` is 0 and what
   * is measured is `null`.
   *
   * @param selection @default all time
   * @throws KaguraError for an unknown period, and when the database cannot be read
   */
  async getStats(agent: string, selection: TimeSelection = {}): Promise<Stats> {
    const source = this.#source();
    const database = await source.open();
    const range = toTimeRange(resolveWindow(selection, source));
    return toStats(
      agent,
      readAgentStats(database, { ...range, agent }).find((stats) => stats.agent === agent),
    );
  }

  /**
   * Calls of an agent above a threshold, slowest first. Calls with `trackLatency: false` are left out.
   *
   * @throws KaguraError for a range that cannot be, and when the database cannot be read
   */
  async getSlowCalls(agent: string, query: SlowCallQuery): Promise<SlowInvocation[]> {
    const { thresholdMs, limit, since, until } = query;
    const range = { start: since, end: until };
    checkRange(range);
    const database = await this.#source().open();
    return readSlowCalls(database, { agent, thresholdMs, limit, range }).map(toSlowInvocation);
  }
}
