import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerUnavailableError, type Settlement, type SettleOutcome } from '@kagura/core';
import { type RedisBudgetLedger, redisLedger } from '@kagura/redis';
import { budgetOf, chargeOf, openBook } from './books';
import { RedisServer } from './redis-server';

const budget = budgetOf('shared', 1_000);
const charges = [chargeOf(budget)];
let server: RedisServer;
let folder: string;
let replays: [string, SettleOutcome][];
const ledgers: RedisBudgetLedger[] = [];

beforeEach(async () => {
  server = await RedisServer.start();
  folder = mkdtempSync(join(tmpdir(), 'kagura-stack-'));
  replays = [];
});

afterEach(async () => {
  server.resume();
  for (const ledger of ledgers.splice(0)) await ledger.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(): RedisBudgetLedger {
  const ledger = redisLedger({
    url: server.url,
    journalPath: join(folder, 'journal'),
    onReplayed: ({ callId }: Settlement, outcome) => replays.push([callId, outcome]),
  });
  ledgers.push(ledger);
  return ledger;
}

/** Asks until there is an answer, and then until all is delivered. */
async function deliverAll(ledger: RedisBudgetLedger): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    try {
      await ledger.budgets();
      if (ledger.pendingSettlements === 0) return;
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${ledger.pendingSettlements} settlements are not delivered`);
}

it('delivers what was settled while the server did not answer, once, and tells of thresholds', async () => {
  const ledger = open();
  const book = await openBook(ledger, budget);
  await book.reserve('a', 300);
  await book.reserve('b', 300);
  server.pause();
  // The first is sent and never answered: it arrives when the server goes on, and again from the journal.
  await expect(book.settle('a', 250)).rejects.toThrow(/The settlement is kept/);
  await expect(book.settle('b', 260)).rejects.toBeInstanceOf(LedgerUnavailableError);
  expect([ledger.pendingSettlements, ledger.replayed]).toEqual([2, 0]);
  server.resume();
  await deliverAll(ledger);
  expect(await book.balance()).toEqual({ settledNanoUsd: 510, reservedNanoUsd: 0, uncertainNanoUsd: 0 });
  expect(ledger.pendingSettlements).toBe(0);
  expect(replays.length).toBe(ledger.replayed);
});

it('has delivered everything when it was away for long, and tells which thresholds were crossed', async () => {
  const ledger = open();
  const book = await openBook(ledger, budget);
  await server.stop();
  for (let i = 0; i < 100; i += 1) {
    await expect(book.settle(`call-${i}`, 6)).rejects.toBeInstanceOf(LedgerUnavailableError);
  }
  await server.start();
  await deliverAll(ledger);
  expect(ledger.replayed).toBe(100);
  const crossings = replays.flatMap(([callId, outcome]) =>
    outcome.crossings.map(({ threshold }) => `${callId} ${threshold}`),
  );
  expect(crossings).toEqual(['call-83 50']);
});

it('delivers what a process could not that was killed', async () => {
  await server.stop();
  const settlements = ['a', 'b', 'c'].map((callId) => ({ callId, amountNanoUsd: 7, charges }));
  const options = { url: server.url, journalPath: join(folder, 'journal'), settlements };
  const child = spawn(process.execPath, [join(__dirname, 'outage-caller.mjs'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = open();
  expect(next.pendingSettlements).toBe(3);
  await server.start();
  await deliverAll(next);
  expect([next.replayed, (await next.balances(charges))[0]?.settledNanoUsd]).toEqual([3, 21]);
  await next.close();
  expect(readdirSync(folder)).toEqual([]);
});

it('counts again what the journal holds and what is still settled, when the server has lost its data', async () => {
  const ledger = open();
  const book = await openBook(ledger, budget);
  await book.settle('delivered', 100);
  await book.reserve('running', 50);
  await server.stop();
  await expect(book.settle('kept', 20)).rejects.toBeInstanceOf(LedgerUnavailableError);
  await server.start();
  await deliverAll(ledger);
  // Its hold is gone, and what it has cost goes where it was charged.
  expect(await book.settle('running', 40)).toMatchObject({ isFirst: true });
  // What was delivered before is lost.
  expect(await book.balance()).toEqual({ settledNanoUsd: 60, reservedNanoUsd: 0, uncertainNanoUsd: 0 });
  // And can be told again by whoever knows it, since it is not counted twice.
  await book.settle('delivered', 100);
  await book.settle('kept', 20);
  expect(await book.balance()).toMatchObject({ settledNanoUsd: 160 });
});
