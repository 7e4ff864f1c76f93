import type { RedisConnection } from './redis-connection';

/** Where the ledger gets a connection for each command. */
export interface ConnectionSource {
  /** At once where one is ready; else in bounded time, or it rejects. */
  connection(): RedisConnection | Promise<RedisConnection>;
  /** Told of a connection that no longer answers. */
  giveUp(connection: RedisConnection): void;
  close(): void;
}
