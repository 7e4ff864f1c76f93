import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RedisBudgetLedger, redisLedger } from '@kagura/redis';
import { Redis } from 'ioredis';
import { budgetOf, chargeOf, openBook } from './books';
import { RedisServer } from './redis-server';

const DAY = 86_400_000;
const README = join(__dirname, '..', '..', 'packages', 'redis', 'README.md');
const budget = budgetOf('shared', 1_000);

let server: RedisServer;
let redis: Redis;
const ledgers: RedisBudgetLedger[] = [];

beforeAll(async () => {
  server = await RedisServer.start();
  redis = new Redis(server.url);
});
afterEach(async () => {
  for (const ledger of ledgers.splice(0)) await ledger.close();
  await redis.flushall();
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

function open(options: Partial<Parameters<typeof redisLedger>[0]> = {}): RedisBudgetLedger {
  const ledger = redisLedger({ client: redis, commandTimeoutMs: 5_000, ...options });
  ledgers.push(ledger);
  return ledger;
}

it('begins every key with the namespace in braces, and keeps namespaces apart', async () => {
  const [one, other] = [open(), open({ namespace: 'other' })];
  const book = await openBook(one, budget);
  await book.reserve('a', 10);
  await book.settle('a', 600);
  await book.reserve('b', 10);
  expect((await redis.keys('*')).filter((key) => !key.startsWith('{kagura}:'))).toEqual([]);
  expect(await other.budgets()).toEqual({ version: 0, budgets: [] });
  expect(await other.entries({ state: 'held', limit: 1 })).toEqual([]);
});

it('works through a client that puts a prefix before keys', async () => {
  const client = new Redis(server.url, { keyPrefix: 'app:' });
  const book = await openBook(open({ client }), budget);
  await book.reserve('a', 10);
  await book.settle('a', 600);
  expect((await redis.keys('*')).filter((key) => !key.startsWith('app:{kagura}:'))).toEqual([]);
  client.disconnect();
});

it('needs no more rights than the README says', async () => {
  const rights = /ACL SETUSER kagura (.*)/.exec(readFileSync(README, 'utf8'))?.[1]?.split(' ') ?? [];
  expect(rights).toContain('-@all');
  await redis.acl('SETUSER', 'kagura', ...rights.map((right) => right.replace('>secret', '>hunter2')));
  const url = server.url.replace('//', '//kagura:hunter2@');
  const ledger = redisLedger({ url, commandTimeoutMs: 5_000, connectTimeoutMs: 5_000 });
  ledgers.push(ledger);
  const book = await openBook(ledger, budget);
  for (const callId of ['a', 'b', 'c', 'd']) await book.reserve(callId, 10);
  await book.settle('a', 600);
  await ledger.release('b');
  await ledger.renew(['c'], 1_000);
  await ledger.expire({ limit: 2, owner: 'test' });
  await ledger.forgive('c');
  expect(await ledger.entries({ state: 'uncertain', limit: 9 })).toHaveLength(1);
  expect(await ledger.prune({ before: Date.now() + DAY, limit: 9 })).toBe(3);
  expect(await ledger.removeBudget(budget.id)).toBe(true);
});

it('goes on after the server has forgotten its scripts', async () => {
  const book = await openBook(open(), budget);
  await redis.script('FLUSH');
  expect(await book.reserve('a', 10)).toMatchObject({ outcome: 'held' });
});

it('remembers settled and released calls for 40 days, and those that hold money until they do not', async () => {
  const ledger = open();
  const book = await openBook(ledger, budget);
  for (const callId of ['settled', 'released', 'held', 'uncertain']) await book.reserve(callId, 10);
  await book.settle('settled', 10);
  await ledger.release('released');
  const ttlOf = (callId: string) => redis.pttl(`{kagura}:entry:${callId}`);
  for (const callId of ['settled', 'released']) {
    expect(await ttlOf(callId)).toBeGreaterThan(39 * DAY);
    expect(await ttlOf(callId)).toBeLessThanOrEqual(40 * DAY);
  }
  expect(await ttlOf('held')).toBe(-1);
  expect(await ledger.expire({ limit: 1, owner: 'test' })).toBe(1);
  const [{ callId = '' } = {}] = await ledger.entries({ state: 'uncertain', limit: 1 });
  expect(await ttlOf(callId)).toBe(-1);
  await ledger.forgive(callId);
  expect(await ttlOf(callId)).toBeGreaterThan(39 * DAY);
});

it('remembers a call for a hundred times as long as its hold lasts, if that is longer', async () => {
  const book = await openBook(open({ keepCallsMs: 1_000 }), budget);
  await book.reserve('a', 10);
  await book.settle('a', 10);
  expect(await redis.pttl('{kagura}:entry:a')).toBeGreaterThan(99 * 120_000);
});

it('does not keep a list of calls that it has forgotten', async () => {
  const ledger = open({ keepCallsMs: 1 });
  for (let i = 0; i < 200; i += 1) {
    await ledger.settle({ callId: `call-${i}`, amountNanoUsd: 1, charges: [chargeOf(budget)] });
  }
  expect(await redis.zcard('{kagura}:calls:settled')).toBeLessThan(20);
  expect((await ledger.balances([chargeOf(budget)]))[0]).toMatchObject({ settledNanoUsd: 200 });
});

it('keeps no more buckets of a length of time than its window has', async () => {
  const ledger = open();
  const rolling = budgetOf('rolling', 1_000_000);
  await ledger.putBudget(rolling);
  const { version } = await ledger.budgets();
  const now = Date.now();
  for (let i = 0; i < 300; i += 1) {
    // As if a bucket began with each call.
    const bucket = now - 300 + i;
    const charge = chargeOf(rolling, { bucket, bucketEnd: now + DAY, start: bucket - 60 });
    const callId = `call-${i}`;
    await ledger.reserve({
      callId,
      amountNanoUsd: 1,
      leakNanoUsd: 1,
      charges: [charge],
      version,
      ttlMs: DAY,
      owner: 'test',
    });
    await ledger.settle({ callId, amountNanoUsd: 1, charges: [charge] });
  }
  expect(await redis.zcard('{kagura}:buckets:rolling')).toBe(61);
  expect(await redis.hlen('{kagura}:balance:rolling')).toBeLessThanOrEqual(3 * 61);
});

it('knows which thresholds it has told of until after the period', async () => {
  const ledger = open();
  const end = Date.now() + 100 * DAY;
  const charges = [chargeOf(budget, { bucketEnd: end })];
  const { crossings } = await ledger.settle({ callId: 'a', amountNanoUsd: 900, charges });
  expect(crossings.map(({ threshold }) => threshold)).toEqual([50, 80]);
  expect(await redis.pttl('{kagura}:fired:shared')).toBeGreaterThan(139 * DAY);
  // A shorter period of the same budget does not shorten it.
  const shorter = [chargeOf(budget, { bucketEnd: Date.now() + 1, period: 1 })];
  await ledger.settle({ callId: 'b', amountNanoUsd: 900, charges: shorter });
  expect(await redis.pttl('{kagura}:fired:shared')).toBeGreaterThan(139 * DAY);
});

it('does not change what it set before, when the same budget is set again', async () => {
  const ledger = open();
  await ledger.putBudget(budget);
  const { version } = await ledger.budgets();
  expect(await ledger.putBudget(budget)).toEqual(budget);
  expect((await ledger.budgets()).version).toBe(version);
});

it("takes the server's time, whatever this machine's clock says", async () => {
  const ledger = open();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
  await ledger.budgets();
  const time = ledger.now();
  clock.mockRestore();
  const [seconds] = await redis.time();
  expect(Math.abs(time - Number(seconds) * 1_000)).toBeLessThan(60_000);
});

it('never goes back in time, whichever process asks and whatever its server says then', async () => {
  const HOUR = 3_600_000;
  const [ahead, behind] = [open({ now: () => 3 * HOUR }), open({ now: () => HOUR })];
  await ahead.budgets();
  const charges = [chargeOf(budget, { bucket: HOUR, bucketEnd: 2 * HOUR, start: HOUR })];
  const hold = {
    callId: 'a',
    amountNanoUsd: 1,
    leakNanoUsd: 1,
    charges,
    version: 0,
    ttlMs: HOUR,
    owner: 'test',
  };
  expect(await behind.reserve(hold)).toEqual({ outcome: 'stale', reason: 'clock' });
  expect(behind.now()).toBe(3 * HOUR);
});

it('takes holds that are overdue at the same time in the order of their calls', async () => {
  const ledger = open({ now: () => 1_000 });
  const book = await openBook(ledger, budget);
  for (const callId of ['c', 'b', 'a']) await book.reserve(callId, 1);
  expect(await ledger.expire({ limit: 1, owner: 'test' })).toBe(1);
  expect(await ledger.entries({ state: 'uncertain', limit: 9 })).toMatchObject([{ callId: 'c' }]);
});

it('refuses what could not be counted exactly, and writes nothing', async () => {
  const ledger = open();
  const charges = [chargeOf(budget, { blocks: false })];
  await ledger.settle({ callId: 'a', amountNanoUsd: Number.MAX_SAFE_INTEGER, charges });
  await expect(ledger.settle({ callId: 'b', amountNanoUsd: 1, charges })).rejects.toThrow(RangeError);
  const { version } = await ledger.budgets();
  const hold = {
    callId: 'c',
    amountNanoUsd: 1,
    leakNanoUsd: 1,
    charges,
    version,
    ttlMs: 1_000,
    owner: 'test',
  };
  await expect(ledger.reserve(hold)).rejects.toThrow(RangeError);
  expect(await ledger.balances(charges)).toEqual([
    { settledNanoUsd: Number.MAX_SAFE_INTEGER, reservedNanoUsd: 0, uncertainNanoUsd: 0 },
  ]);
});
