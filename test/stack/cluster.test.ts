import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RedisClient, redisLedger } from '@kagura/redis';
import { Cluster, Redis } from 'ioredis';
import { createCluster } from 'redis';
import { budgetOf, openBook } from './books';
import { RedisServer } from './redis-server';

let server: RedisServer;
const folder = mkdtempSync(join(tmpdir(), 'kagura-stack-'));

/** A cluster of one node, which refuses keys of several slots as a larger one does. */
beforeAll(async () => {
  server = await RedisServer.stopped();
  await server.start('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--dir', folder);
  const redis = new Redis(server.url);
  await redis.cluster('ADDSLOTSRANGE', 0, 16_383);
  while (!(await redis.cluster('INFO')).includes('cluster_state:ok')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  redis.disconnect();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function useBooks(client: RedisClient, id: string) {
  const ledger = redisLedger({ client, commandTimeoutMs: 5_000, connectTimeoutMs: 5_000 });
  const book = await openBook(ledger, budgetOf(id, 1_000));
  expect(await book.reserve(`${id} a`, 700)).toMatchObject({ outcome: 'held' });
  expect(await book.reserve(`${id} b`, 700)).toMatchObject({ outcome: 'denied' });
  expect(await book.settle(`${id} a`, 600)).toMatchObject({ isFirst: true, crossings: [{ threshold: 50 }] });
  await ledger.close();
}

it('keeps its books in a cluster, by the cluster client of ioredis', async () => {
  const client = new Cluster([{ host: '127.0.0.1', port: server.port }]);
  await useBooks(client, 'ioredis');
  client.disconnect();
});

it('keeps its books in a cluster, by the cluster client of redis', async () => {
  const client = await createCluster({ rootNodes: [{ url: server.url }] }).connect();
  await useBooks(client, 'node-redis');
  client.destroy();
});
