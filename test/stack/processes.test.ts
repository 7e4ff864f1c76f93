import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BudgetBalance, BudgetLedger, EntryState } from '@kagura/core';
import { type RedisBudgetLedger, redisLedger } from '@kagura/redis';
import { budgetOf, chargeOf, openBook } from './books';
import { readBills, startCaller } from './callers';
import { RedisServer } from './redis-server';

let server: RedisServer;
let folder: string;
let ledger: RedisBudgetLedger;

beforeEach(async () => {
  server = await RedisServer.start();
  folder = mkdtempSync(join(tmpdir(), 'kagura-stack-'));
  ledger = redisLedger({ url: server.url, commandTimeoutMs: 5_000, connectTimeoutMs: 5_000 });
});

afterEach(async () => {
  await ledger.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const totalOf = ({ settledNanoUsd, reservedNanoUsd, uncertainNanoUsd }: BudgetBalance) =>
  settledNanoUsd + reservedNanoUsd + uncertainNanoUsd;

/** Looks at the balance again and again. `most` is the most that it was. */
function watch(balance: () => Promise<BudgetBalance | undefined>) {
  const found = { most: 0, looks: 0 };
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const seen = await balance();
      found.most = Math.max(found.most, seen === undefined ? Number.NaN : totalOf(seen));
      found.looks += 1;
      await delay(1);
    }
  })();
  const stop = async () => {
    isOver = true;
    await looking;
    return found;
  };
  return { stop };
}

async function entriesBy(of: BudgetLedger, state: EntryState) {
  const entries = await of.entries({ state, limit: 1_000_000 });
  return new Map(entries.map(({ callId, countedNanoUsd }) => [callId, countedNanoUsd]));
}

const sum = (amounts: Iterable<number>) => [...amounts].reduce((total, amount) => total + amount, 0);

it('holds exactly 2,000 of 5,000 calls at once that ask for a tenth of a percent of 20,000 each', async () => {
  const book = await openBook(ledger, budgetOf('burst', 20_000));
  const outcomes = await Promise.all(Array.from({ length: 5_000 }, (_, i) => book.reserve(`call-${i}`, 10)));
  expect(outcomes.filter(({ outcome }) => outcome === 'held')).toHaveLength(2_000);
  expect(outcomes.filter(({ outcome }) => outcome === 'denied')).toHaveLength(3_000);
  expect(await book.balance()).toEqual({ settledNanoUsd: 0, reservedNanoUsd: 20_000, uncertainNanoUsd: 0 });
});

it('never goes over the limit with 4 processes that have 64 calls in flight each', async () => {
  const limit = 400_000;
  const budget = budgetOf('shared', limit);
  const book = await openBook(ledger, budget);
  const watching = watch(book.balance);
  const callers = ['one', 'two', 'three', 'four'].map((name) =>
    startCaller({
      url: server.url,
      folder,
      name,
      inFlight: 64,
      ttlMs: 120_000,
      charges: book.charges,
      largest: 100,
    }),
  );
  const seen = await Promise.all(callers.map((caller) => caller.seen));
  const { most, looks } = await watching.stop();
  const balance = await book.balance();
  const bills = readBills(folder);
  process.stdout.write(
    `4 processes × 64 calls: ${bills.size} calls held and settled, at most ${most} of ${limit} in ${looks} looks, ` +
      `in the end ${JSON.stringify(balance)}\n`,
  );
  expect(seen.map((caller) => caller?.failed)).toEqual([0, 0, 0, 0]);
  expect(seen.every((caller) => (caller?.held ?? 0) > 500 && (caller?.denied ?? 0) > 0)).toBe(true);
  expect(looks).toBeGreaterThan(20);
  expect(most).toBeLessThanOrEqual(limit);
  expect(balance).toEqual({ settledNanoUsd: sum(bills.values()), reservedNanoUsd: 0, uncertainNanoUsd: 0 });
  expect(balance?.settledNanoUsd).toBeGreaterThan(limit - 2 * 100);
  expect(await entriesBy(ledger, 'settled')).toEqual(bills);
});

it('keeps the books through 50 SIGKILLs at random moments', async () => {
  const KILLS = 50;
  const limit = 100_000_000;
  const budgets = [budgetOf('all', limit), budgetOf('odd', limit)];
  const book = await openBook(ledger, budgets[0] ?? budgetOf('', 0));
  await ledger.putBudget(budgets[1] ?? budgetOf('', 0));
  const charges = budgets.map((budget) => chargeOf(budget));
  const watching = watch(book.balance);
  let left = KILLS;
  const killAgainAndAgain = async (lane: number) => {
    while (left > 0) {
      left -= 1;
      const name = `caller-${lane}-${left}`;
      const caller = startCaller({
        url: server.url,
        folder,
        name,
        inFlight: 64,
        ttlMs: 500,
        charges,
        largest: 1_000,
      });
      await caller.running;
      await delay(Math.random() * 100);
      caller.kill();
      expect(await caller.seen).toBeUndefined();
    }
  };
  await Promise.all([0, 1, 2, 3].map(killAgainAndAgain));

  // The next process delivers what the last ones could not, and their holds are overdue after half a second.
  const next = redisLedger({
    url: server.url,
    commandTimeoutMs: 5_000,
    journalPath: join(folder, 'journal'),
  });
  const pending = next.pendingSettlements;
  while (next.pendingSettlements > 0) {
    await next.budgets();
    await delay(10);
  }
  let leaked = 0;
  for (let held = 1; held > 0; held = (await entriesBy(next, 'held')).size) {
    await delay(50);
    leaked += await next.expire({ limit: 1_000 });
  }
  const { most } = await watching.stop();
  const [bills, settled, uncertain] = [
    readBills(folder),
    await entriesBy(next, 'settled'),
    await entriesBy(next, 'uncertain'),
  ];
  const unsettled = [...bills.keys()].filter((callId) => !settled.has(callId));
  process.stdout.write(
    `${KILLS} kills: ${bills.size} calls billed, ${settled.size} settled, ${pending} lines of journals, ` +
      `${next.replayed} of them not settled before, ${uncertain.size} holds uncertain, ${leaked} of them found last\n`,
  );
  const balances = await next.balances(charges);
  await next.close();

  // Every bill is settled with its amount, once. Between a bill and the journal a process may die: then it is uncertain.
  expect(bills.size).toBeGreaterThan(1_000);
  for (const [callId, amount] of settled) expect([callId, amount]).toEqual([callId, bills.get(callId)]);
  expect(unsettled.filter((callId) => !uncertain.has(callId))).toEqual([]);
  expect(unsettled.length).toBeLessThanOrEqual(KILLS);
  expect(uncertain.size).toBeGreaterThan(0);
  for (const balance of balances) {
    expect(balance).toEqual({
      settledNanoUsd: sum(settled.values()),
      reservedNanoUsd: 0,
      uncertainNanoUsd: sum(uncertain.values()),
    });
  }
  expect(most).toBeLessThanOrEqual(limit);
  expect(readdirSync(folder).filter((name) => name.startsWith('journal'))).toEqual([]);
});
