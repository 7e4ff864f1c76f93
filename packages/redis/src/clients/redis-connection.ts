import type { Script } from '../scripts/script';

/** One script to be run, with its keys and arguments. */
export interface ScriptCall {
  readonly script: Script;
  readonly keys: readonly string[];
  readonly args: readonly string[];
}

/** What the ledger needs of a client of Redis. One file for each client makes it. */
export interface RedisConnection {
  /** False until it is connected, and while it is not. Commands that are given to it then would wait in its queue. */
  readonly isReady: boolean;
  /** Resolves when it is ready; rejects where it never will be. May take forever. */
  whenReady(): Promise<unknown>;
  /** Runs a script that the server knows. */
  evalSha(call: ScriptCall): Promise<unknown>;
  /** Runs a script and makes the server know it. */
  evalSource(call: ScriptCall): Promise<unknown>;
  /** At once: what was not answered fails. */
  close(): void;
}

export interface ConnectOptions {
  readonly url: string;
  readonly connectTimeoutMs: number;
}
