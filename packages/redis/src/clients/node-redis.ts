import { withinTime } from '../within-time';
import type { ConnectOptions, RedisConnection } from './redis-connection';

interface ScriptOptions {
  keys: string[];
  arguments: string[];
}

/** What is used of a client, pool, cluster or sentinel of the package `redis`. */
export interface NodeRedisClient {
  readonly isOpen?: boolean;
  readonly isReady?: boolean;
  once(event: 'ready', listener: () => void): unknown;
  evalSha(sha: string, options: ScriptOptions): Promise<unknown>;
  eval(source: string, options: ScriptOptions): Promise<unknown>;
  /** From version 5 on. */
  destroy?(): unknown;
  disconnect?(): unknown;
}

export function isNodeRedis(client: object): client is NodeRedisClient {
  return 'evalSha' in client && typeof client.evalSha === 'function';
}

export function nodeRedisConnection(client: NodeRedisClient): RedisConnection {
  return {
    get isReady() {
      return client.isReady ?? client.isOpen ?? true;
    },
    async whenReady() {
      if (client.isOpen === false) throw new Error('the client is not connected: await its connect()');
      return new Promise<void>((resolve) => client.once('ready', resolve));
    },
    evalSha: ({ script, keys, args }) =>
      client.evalSha(script.sha, { keys: [...keys], arguments: [...args] }),
    evalSource: ({ script, keys, args }) =>
      client.eval(script.source, { keys: [...keys], arguments: [...args] }),
    close: () => closeClient(client),
  };
}

function closeClient(client: NodeRedisClient): void {
  if (client.isOpen === false) return;
  if (client.destroy !== undefined) client.destroy();
  else client.disconnect?.();
}

/** Neither queues nor retries anything, and does not keep the process alive. */
export async function openNodeRedis({ url, connectTimeoutMs }: ConnectOptions): Promise<RedisConnection> {
  const { createClient } = await import('redis');
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: connectTimeoutMs, reconnectStrategy: false },
  });
  let failure: unknown;
  client.on('error', (error) => {
    failure = error;
  });
  try {
    await withinTime(client.connect(), connectTimeoutMs, 'no connection');
  } catch (error) {
    closeClient(client);
    throw failure ?? error;
  }
  client.unref();
  return nodeRedisConnection(client);
}
