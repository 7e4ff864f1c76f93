import { type RedisBudgetLedger, type RedisLedgerOptions, redisLedger } from '@kagura/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

export interface OpenedLedger {
  readonly ledger: RedisBudgetLedger;
  close(): Promise<void>;
}

type Options = Omit<RedisLedgerOptions, 'client' | 'url'>;
type Open = (url: string, options?: Options) => Promise<OpenedLedger>;

/** Ways to a ledger. The clients of the application have the settings that they come with. */
export const WAYS: Readonly<Record<'ioredis' | 'node-redis' | 'url', Open>> = {
  ioredis: async (url, options) => {
    // Else a client that has no connection waits two seconds for its end.
    const client = new Redis(url, { disconnectTimeout: 50 });
    // Without a listener it prints each of its failures.
    client.on('error', ignore);
    const ledger = redisLedger({ ...options, client });
    const close = async () => {
      await ledger.close();
      client.disconnect();
    };
    return { ledger, close };
  },
  'node-redis': async (url, options) => {
    const client = createClient({ url });
    client.on('error', ignore);
    // An application that starts while the server is away does not wait for it.
    const connected = client.connect();
    connected.catch(ignore);
    const ledger = redisLedger({ ...options, client });
    const close = async () => {
      await ledger.close();
      client.destroy();
    };
    return { ledger, close };
  },
  url: async (url, options) => {
    const ledger = redisLedger({ ...options, url });
    return { ledger, close: () => ledger.close() as Promise<void> };
  },
};

function ignore(): undefined {
  return undefined;
}

export type Way = keyof typeof WAYS;
export const WAY_NAMES = Object.keys(WAYS) as Way[];
