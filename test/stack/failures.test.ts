import { LedgerUnavailableError } from '@kagura/core';
import { budgetOf, chargeOf, openBook } from './books';
import { type OpenedLedger, WAY_NAMES, WAYS } from './clients';
import { RedisServer } from './redis-server';
import { SlowProxy } from './slow-proxy';

const budget = budgetOf('shared', 1_000);
const charges = [chargeOf(budget)];
const servers: RedisServer[] = [];
const opened: OpenedLedger[] = [];

afterEach(async () => {
  for (const server of servers) server.resume();
  await Promise.all(opened.splice(0).map(({ close }) => close()));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function start(): Promise<RedisServer> {
  const server = await RedisServer.start();
  servers.push(server);
  return server;
}

async function open(way: (typeof WAY_NAMES)[number], url: string, options = {}) {
  const ledger = await WAYS[way](url, options);
  opened.push(ledger);
  return ledger.ledger;
}

/** What an operation is rejected with. Clients with the settings that they come with would let it wait forever. */
async function failureOf(operation: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(() => resolve('still waiting after 5 s'), 5_000);
  });
  const failure = operation.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  return Promise.race([failure, tooLong]).finally(() => clearTimeout(timer));
}

/** Asks again and again until it is answered. */
async function answerOf<T>(ask: () => T | Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('not answered in 200 attempts');
}

describe.each(WAY_NAMES)('by %s', (way) => {
  it('fails in bounded time while the server is down at start, and works once it is there', async () => {
    const server = await RedisServer.stopped();
    servers.push(server);
    const ledger = await open(way, server.url);
    for (let i = 0; i < 20; i += 1) {
      expect(await failureOf(ledger.budgets() as Promise<unknown>)).toBeInstanceOf(LedgerUnavailableError);
    }
    await server.start();
    expect(await answerOf(() => ledger.budgets())).toEqual({ version: 0, budgets: [] });
  });

  it('fails every operation in bounded time while the server is stopped, and tells why', async () => {
    const server = await start();
    const ledger = await open(way, server.url);
    const book = await openBook(ledger, budget);
    server.pause();
    const operations = [
      () => book.reserve('a', 1),
      () => ledger.settle({ callId: 'b', amountNanoUsd: 1, charges }),
      () => ledger.release('c'),
      () => ledger.renew(['c'], 1_000),
      () => ledger.expire({ limit: 1 }),
      () => ledger.forgive('c'),
      () => ledger.balances(charges),
      () => ledger.entries({ state: 'held', limit: 1 }),
      () => ledger.budgets(),
      () => ledger.putBudget(budget),
      () => ledger.removeBudget('none'),
      () => ledger.prune({ before: 0, limit: 1 }),
    ];
    for (const operate of operations) {
      const failure = await failureOf(operate() as Promise<unknown>);
      expect(failure).toBeInstanceOf(LedgerUnavailableError);
      expect((failure as Error).cause).toBeInstanceOf(Error);
    }
    server.resume();
    expect(await answerOf(() => book.reserve('d', 1))).toMatchObject({ outcome: 'held' });
  });

  it('does not let commands pile up while the server is stopped', async () => {
    const server = await start();
    const ledger = await open(way, server.url);
    const book = await openBook(ledger, budget);
    server.pause();
    const failures = new Map<string, number>();
    for (let round = 0; round < 12; round += 1) {
      const asked = Array.from({ length: 100 }, (_, i) =>
        failureOf(book.reserve(`${round}-${i}`, 1) as Promise<unknown>),
      );
      for (const failure of await Promise.all(asked)) {
        expect(failure).toBeInstanceOf(LedgerUnavailableError);
        const { message } = failure as Error;
        failures.set(message, (failures.get(message) ?? 0) + 1);
      }
    }
    server.resume();
    await answerOf(() => ledger.budgets());
    const sent = (await ledger.entries({ state: 'held', limit: 2_000 })).length;
    expect(sent).toBeLessThanOrEqual(400);
  });

  it('fails in bounded time when the server is killed in the middle of calls', async () => {
    const server = await start();
    const ledger = await open(way, server.url);
    const book = await openBook(ledger, budgetOf('shared', 1_000_000));
    const asked = Array.from({ length: 500 }, (_, i) => book.reserve(`call-${i}`, 1) as Promise<unknown>);
    const outcomes = Promise.all(asked.map((operation) => failureOf(operation)));
    await server.stop();
    for (const outcome of await outcomes) {
      expect(outcome === 'no failure' || outcome instanceof LedgerUnavailableError).toBe(true);
    }
    for (let i = 0; i < 20; i += 1) {
      const failure = await failureOf(book.reserve(`late-${i}`, 1) as Promise<unknown>);
      expect(failure).toBeInstanceOf(LedgerUnavailableError);
    }
  });

  it('fails while the server answers too late, and works once it answers in time', async () => {
    const server = await start();
    const proxy = await SlowProxy.to(server.port);
    const ledger = await open(way, proxy.url);
    const book = await openBook(ledger, budget);
    proxy.delayMs = 400;
    for (let i = 0; i < 5; i += 1) {
      expect(await failureOf(book.reserve('slow', 10) as Promise<unknown>)).toBeInstanceOf(
        LedgerUnavailableError,
      );
    }
    proxy.delayMs = 0;
    expect(await answerOf(() => book.reserve('slow', 10))).toMatchObject({ outcome: 'held' });
    // Five answers were too late for the caller. The question was one.
    expect(await book.balance()).toEqual({ settledNanoUsd: 0, reservedNanoUsd: 10, uncertainNanoUsd: 0 });
    proxy.close();
  });

  it('puts back the budgets that it knew when the server has lost its data', async () => {
    const server = await start();
    const ledger = await open(way, server.url);
    const book = await openBook(ledger, budget);
    await book.reserve('before', 400);
    await book.settle('before', 300);
    await server.stop();
    await server.start();
    expect(await answerOf(() => book.reserve('after', 1))).toEqual({ outcome: 'stale', reason: 'budgets' });
    const found = await ledger.budgets();
    expect(found.budgets).toEqual([budget]);
    expect(found.version).toBeGreaterThan(book.version);
    // What was spent before is gone, as the README says.
    expect(await book.balance()).toEqual({ settledNanoUsd: 0, reservedNanoUsd: 0, uncertainNanoUsd: 0 });
  });
});

it('tries to connect again after pauses alone, however often it is asked', async () => {
  const proxy = await SlowProxy.to(1);
  const ledger = await open('url', proxy.url);
  for (let i = 0; i < 1_000; i += 1) {
    expect(await failureOf(ledger.budgets() as Promise<unknown>)).toBeInstanceOf(LedgerUnavailableError);
  }
  expect(proxy.connections).toBeLessThan(20);
  proxy.close();
});
