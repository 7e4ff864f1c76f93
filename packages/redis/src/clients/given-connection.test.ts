import { EventEmitter } from 'node:events';
import { GivenConnection } from './given-connection';
import { ioredisConnection } from './ioredis';
import { nodeRedisConnection } from './node-redis';

/** What a client of `ioredis` shows of itself. */
class IoredisState extends EventEmitter {
  connects = 0;
  constructor(public status: string) {
    super();
  }
  async connect(): Promise<void> {
    this.connects += 1;
    this.become('ready');
  }
  become(status: string): void {
    this.status = status;
    if (status === 'ready') this.emit('ready');
  }
  evalsha = async () => 'answer';
  eval = async () => 'answer';
  disconnect(): void {
    this.become('end');
  }
}

const TIMEOUT_MS = 20;

it('waits for a client that connects', async () => {
  const client = new IoredisState('connecting');
  const connection = new GivenConnection(ioredisConnection(client), TIMEOUT_MS).connection();
  client.become('ready');
  expect((await connection).isReady).toBe(true);
});

it('waits once for a client that does not get ready, and fails at once from then on until it is', async () => {
  const client = new IoredisState('connecting');
  const given = new GivenConnection(ioredisConnection(client), TIMEOUT_MS);
  for (let i = 0; i < 100; i += 1)
    await expect(given.connection()).rejects.toThrow('was not ready within 20 ms');
  expect(client.listenerCount('ready')).toBe(1);
  client.become('ready');
  expect((await given.connection()).isReady).toBe(true);
  client.become('reconnecting');
  const waiting = given.connection();
  client.become('ready');
  expect((await waiting).isReady).toBe(true);
});

it('lets a client connect that was to connect when it is first used', async () => {
  const client = new IoredisState('wait');
  await new GivenConnection(ioredisConnection(client), TIMEOUT_MS).connection();
  expect(client.connects).toBe(1);
});

it('does not wait for a client that was disconnected', async () => {
  const ended = new GivenConnection(ioredisConnection(new IoredisState('end')), 3_600_000);
  await expect(ended.connection()).rejects.toThrow('disconnected');
  const client = Object.assign(new EventEmitter(), {
    isOpen: false,
    isReady: false,
    evalSha: async () => 'answer',
    eval: async () => 'answer',
  });
  const closed = new GivenConnection(nodeRedisConnection(client), 3_600_000);
  await expect(closed.connection()).rejects.toThrow('await its connect()');
});

it('never closes it', async () => {
  const client = new IoredisState('ready');
  new GivenConnection(ioredisConnection(client), TIMEOUT_MS).close();
  expect(client.status).toBe('ready');
});
