import { type RedisBudgetLedger, type RedisClient, redisLedger } from '@kagura/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { Way } from './clients';
import { RedisServer } from './redis-server';

/** A server with many ledgers, each in a namespace of its own. */
export class LedgerBench {
  #server: RedisServer | undefined;
  #clients: Partial<Record<Way, RedisClient>> = {};
  #disconnect: () => void = () => undefined;
  #count = 0;

  async start(): Promise<void> {
    this.#server = await RedisServer.start();
    const { url } = this.#server;
    const [ioredis, nodeRedis] = [new Redis(url), await createClient({ url }).connect()];
    this.#clients = { ioredis, 'node-redis': nodeRedis };
    this.#disconnect = () => {
      ioredis.disconnect();
      nodeRedis.destroy();
    };
  }

  async stop(): Promise<void> {
    this.#disconnect();
    await this.#server?.stop();
  }

  /** Several on the same books, which nobody has used yet, and on a clock of the test's. */
  ledgers(ways: readonly Way[], now: () => number): RedisBudgetLedger[] {
    this.#count += 1;
    const namespace = `ledger-${this.#count}`;
    return ways.map((way) => {
      const client = this.#clients[way];
      const from = client === undefined ? { url: this.#server?.url } : { client };
      return redisLedger({ ...from, now, namespace, commandTimeoutMs: 5_000 });
    });
  }
}
