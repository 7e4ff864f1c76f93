import type { Settlement, SettleOutcome } from '@kagura/core';
import type { RedisClient } from './clients/find-client';

/** Give either `client` or `url`. */
export interface RedisLedgerOptions {
  /** The application's own client of `ioredis` or `redis`, connected or about to be. The ledger never closes it. */
  readonly client?: RedisClient | undefined;
  /** `redis://`, or `rediss://` for TLS. Whichever client is installed is used, `ioredis` first. */
  readonly url?: string | undefined;
  /**
   * What all keys begin with, in braces. Ledgers of one namespace share their budgets.
   *
   * @default 'kagura'
   */
  readonly namespace?: string | undefined;
  /**
   * How long to wait for a connection, in milliseconds.
   *
   * @default 200
   */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * How long to wait for an answer, in milliseconds.
   *
   * @default 100
   */
  readonly commandTimeoutMs?: number | undefined;
  /**
   * How long settled and released calls are remembered, in milliseconds. What is told of a call again within this time
   * has no further effect.
   *
   * @default 40 days: longer than a month, so that a journal of last month is replayed without counting twice
   */
  readonly keepCallsMs?: number | undefined;
  /**
   * File for settlements until they are delivered; each process adds a suffix of its own. Without it they are kept in
   * memory alone, and are lost with the process.
   */
  readonly journalPath?: string | undefined;
  /** Told of each settlement that was delivered later than it was asked for, with the thresholds that it has crossed. */
  readonly onReplayed?: ((settlement: Settlement, outcome: SettleOutcome) => void) | undefined;
  /** Told of what is wrong with the journal. The default is a warning of the process. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Stands for the server's clock, in tests. Milliseconds since the Unix epoch. */
  readonly now?: (() => number) | undefined;
}
