import { withinTime } from '../within-time';
import type { ConnectionSource } from './connection-source';
import type { RedisConnection } from './redis-connection';

/** The application's own client. It is waited for once, and not again before it was ready; it is never closed. */
export class GivenConnection implements ConnectionSource {
  readonly #connection: RedisConnection;
  readonly #timeoutMs: number;
  #waiting: Promise<RedisConnection> | undefined;

  constructor(connection: RedisConnection, timeoutMs: number) {
    this.#connection = connection;
    this.#timeoutMs = timeoutMs;
  }

  connection(): RedisConnection | Promise<RedisConnection> {
    if (this.#connection.isReady) {
      this.#waiting = undefined;
      return this.#connection;
    }
    // Once it has failed, it goes on failing: calls do not wait for a server that is away.
    this.#waiting ??= withinTime(
      this.#connection.whenReady(),
      this.#timeoutMs,
      'the client was not ready',
    ).then(() => this.#connection);
    return this.#waiting;
  }

  /** To connect again is the application's part. */
  giveUp(): void {
    this.#waiting = undefined;
  }

  close(): void {
    this.#waiting = undefined;
  }
}
