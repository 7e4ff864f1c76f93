import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { openIoredis } from './clients/ioredis';
import { openNodeRedis } from './clients/node-redis';
import { plainError } from './plain-error';
import { redisLedger } from './redis-ledger';

let server: Server;
let answer: string;

/** Answers whatever it is asked with the same error. */
beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('data', () => socket.write(`-${answer}\r\n`.repeat(4)));
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => server.close());

const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
const ANSWERS = [
  'WRONGPASS invalid username-password pair or user is disabled.',
  "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'someone' 'hunter2' ",
  'ERR proxy refused AUTH someone hunter2',
];

describe.each(ANSWERS)('shows no password of a server that answers %p', (text) => {
  beforeEach(() => {
    answer = text;
  });

  it('by url', async () => {
    const ledger = redisLedger({ url: `redis://someone:hunter2@${address()}`, connectTimeoutMs: 5_000 });
    const failure = await Promise.resolve(ledger.budgets()).catch((error) => error);
    expect(failure.cause.message).toMatch(text.slice(0, 9));
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hunter2');
    await ledger.close();
  });

  it.each([
    ['ioredis', openIoredis],
    ['redis', openNodeRedis],
  ])('by %s', async (_name, open) => {
    const url = `redis://someone:hunter2@${address()}`;
    const failure = await open({ url, connectTimeoutMs: 5_000 }).catch((error) => error);
    expect(failure.message).toMatch(text.slice(0, 9));
    expect(inspect(plainError(failure, url), { depth: 9, showHidden: true })).not.toContain('hunter2');
  });
});
