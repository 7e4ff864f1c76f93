import { type RedisBudgetLedger, type RedisClient, redisLedger } from '@kagura/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { Way } from './clients';
import { RedisServer } from './redis-server';

/** A server with many ledgers, each in a namespace of its own. */
export class LedgerBench {
  readonly #way: Way;
  #server: RedisServer | undefined;
  #client: RedisClient | undefined;
  #disconnect: () => void = () => undefined;
  #count = 0;

  constructor(way: Way) {
    this.#way = way;
  }

  async start(): Promise<void> {
    this.#server = await RedisServer.start();
    const { url } = this.#server;
    if (this.#way === 'ioredis') {
      const client = new Redis(url);
      this.#client = client;
      this.#disconnect = () => client.disconnect();
    } else if (this.#way === 'node-redis') {
      const client = await createClient({ url }).connect();
      this.#client = client;
      this.#disconnect = () => client.destroy();
    }
  }

  async stop(): Promise<void> {
    this.#disconnect();
    await this.#server?.stop();
  }

  /** A new one, on a clock of the test's. */
  ledger(now: () => number): RedisBudgetLedger {
    this.#count += 1;
    const from = this.#client === undefined ? { url: this.#server?.url } : { client: this.#client };
    return redisLedger({ ...from, now, namespace: `ledger-${this.#count}`, commandTimeoutMs: 5_000 });
  }
}
