import { ConfigurationError } from '@kagura/core';
import { type IoredisClient, ioredisConnection, isIoredis, openIoredis } from './ioredis';
import { isNodeRedis, type NodeRedisClient, nodeRedisConnection, openNodeRedis } from './node-redis';
import type { ConnectOptions, RedisConnection } from './redis-connection';

/** A client, pool, cluster or sentinel of `ioredis` or `redis`. */
export type RedisClient = IoredisClient | NodeRedisClient;

/** @throws ConfigurationError for what is neither */
export function connectionOf(client: RedisClient): RedisConnection {
  if (typeof client === 'object' && client !== null) {
    if (isIoredis(client)) return ioredisConnection(client);
    if (isNodeRedis(client)) return nodeRedisConnection(client);
  }
  throw new ConfigurationError('The client of redisLedger must be one of the package ioredis or redis.');
}

const CLIENTS = [
  { name: 'ioredis', open: openIoredis },
  { name: 'redis', open: openNodeRedis },
] as const;

/**
 * Makes connections with the package that is installed.
 *
 * @throws ConfigurationError where none is
 */
export function installedClient(): (options: ConnectOptions) => Promise<RedisConnection> {
  const found = CLIENTS.find(({ name }) => isInstalled(name));
  if (found !== undefined) return found.open;
  throw new ConfigurationError(
    'To reach Redis by a url, redisLedger needs a client: npm install ioredis (or redis).',
  );
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
