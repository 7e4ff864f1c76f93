import type { ConnectionSource } from './connection-source';
import type { RedisConnection } from './redis-connection';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/**
 * A connection that is made when it is needed. After an attempt that failed there is a pause, longer each time, in which
 * every command fails at once. Nothing happens in the background, so a process can end whatever the server does.
 */
export class OwnConnection implements ConnectionSource {
  readonly #open: () => Promise<RedisConnection>;
  #current: RedisConnection | undefined;
  #opening: Promise<RedisConnection> | undefined;
  #failure: { readonly cause: unknown; readonly until: number; readonly pauseMs: number } | undefined;
  #isClosed = false;

  constructor(open: () => Promise<RedisConnection>) {
    this.#open = open;
  }

  connection(): RedisConnection | Promise<RedisConnection> {
    if (this.#current?.isReady) return this.#current;
    this.#opening ??= this.#attempt().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  giveUp(connection: RedisConnection): void {
    if (this.#current !== connection) return;
    this.#current = undefined;
    connection.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#current?.close();
    this.#current = undefined;
  }

  async #attempt(): Promise<RedisConnection> {
    if (this.#isClosed) throw new Error('the ledger is closed');
    if (this.#failure !== undefined && performance.now() < this.#failure.until) throw this.#failure.cause;
    this.#current?.close();
    this.#current = undefined;
    try {
      this.#current = await this.#open();
    } catch (cause) {
      const pauseMs = Math.min(2 * (this.#failure?.pauseMs ?? FIRST_PAUSE_MS / 2), LONGEST_PAUSE_MS);
      this.#failure = { cause, pauseMs, until: performance.now() + pauseMs };
      throw cause;
    }
    this.#failure = undefined;
    if (this.#isClosed) this.close();
    return this.#current;
  }
}
