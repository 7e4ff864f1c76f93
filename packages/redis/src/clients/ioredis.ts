import type { Redis } from 'ioredis';
import { withinTime } from '../within-time';
import type { ConnectOptions, RedisConnection } from './redis-connection';

/** What is used of a client or cluster of the package `ioredis`. */
export interface IoredisClient {
  readonly status: string;
  connect(): Promise<void>;
  once(event: 'ready', listener: () => void): unknown;
  evalsha(sha: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(source: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  disconnect(): void;
}

export function isIoredis(client: object): client is IoredisClient {
  return (
    'evalsha' in client &&
    typeof client.evalsha === 'function' &&
    'status' in client &&
    typeof client.status === 'string'
  );
}

export function ioredisConnection(client: IoredisClient, close = () => client.disconnect()): RedisConnection {
  return {
    get isReady() {
      return client.status === 'ready';
    },
    async whenReady() {
      if (client.status === 'end') throw new Error('the client was disconnected');
      // It was told to connect when it is first used.
      if (client.status === 'wait') return client.connect();
      return new Promise<void>((resolve) => client.once('ready', resolve));
    },
    evalSha: ({ script, keys, args }) => client.evalsha(script.sha, keys.length, ...keys, ...args),
    evalSource: ({ script, keys, args }) => client.eval(script.source, keys.length, ...keys, ...args),
    close,
  };
}

/** Neither queues nor retries anything, and does not keep the process alive. */
export async function openIoredis({ url, connectTimeoutMs }: ConnectOptions): Promise<RedisConnection> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => null,
  });
  let failure: unknown;
  client.on('error', (error) => {
    failure = error;
  });
  try {
    await withinTime(client.connect(), connectTimeoutMs, 'no connection');
  } catch (error) {
    endNow(client);
    // It tells why in the event alone.
    throw failure ?? error;
  }
  client.stream.unref();
  return ioredisConnection(client, () => endNow(client));
}

/** It would wait for the server to close the connection too, and hold the process for that time. */
function endNow(client: Redis): void {
  if (client.status === 'end') return;
  client.disconnect();
  client.stream?.destroy();
}
