import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type BudgetOptions, BudgetUnavailableError } from '@kagura/core';
import { openLedger } from '@kagura/store';
import { observe } from '../index';
import {
  answer,
  CALL_NANO,
  CALL_USD,
  deferred,
  failureOf,
  GuardedProcess,
  MODEL,
  request,
} from './test/guarded-process';
import { metricValues } from './test/metric-values';

const guarded = new GuardedProcess();
afterEach(() => guarded.stop());

const options = { name: 'ask', kind: 'model', model: MODEL, budget: { estimate: CALL_USD } } as const;
const ask = () => observe(async (_request: object) => answer(), options)(request);

/** How many of ten calls are let through. */
async function admitted(call: () => unknown = ask): Promise<number> {
  let count = 0;
  for (let index = 0; index < 10; index += 1) {
    const error = await failureOf(call);
    if (error === undefined) count += 1;
    else expect(error).toBeInstanceOf(BudgetUnavailableError);
  }
  return count;
}

describe.each(['memory', 'sqlite', 'asynchronous'] as const)(
  'while a ledger (%s) cannot be asked',
  (ledger) => {
    it.each<[string, Partial<BudgetOptions>, number]>([
      ['a budget that says allow lets calls through', { onLedgerUnavailable: 'allow' }, 10],
      ['a budget that says deny stops them', { onLedgerUnavailable: 'deny' }, 0],
      ['a blocking budget has a grace', { graceUsd: 3 * CALL_USD }, 3],
      ['a grace does not go beyond the limit', { graceUsd: 1, limitUsd: 4 * CALL_USD }, 4],
      ['a budget that warns lets calls through', { mode: 'warn' }, 10],
    ])('%s', async (_name, budget, expected) => {
      const scripted = guarded.start(ledger);
      await guarded.tracker.setBudget('monthly', { limitUsd: 1, ...budget });
      scripted.breakDown();
      expect(await admitted()).toBe(expected);
      expect(await metricValues(guarded, 'kagura.ledger.degraded')).toEqual({
        ...(expected > 0 && { allow: expected }),
        ...(expected < 10 && { deny: 10 - expected }),
      });
    });

    it('a threshold that was reached meanwhile is told when it answers again', async () => {
      const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
      const scripted = guarded.start(ledger);
      await guarded.tracker.setBudget('monthly', { limitUsd: 4 * CALL_USD, graceUsd: 2 * CALL_USD });
      scripted.breakDown();
      await admitted();
      scripted.repair();
      await guarded.books();
      const messages = warned.mock.calls.map(([message]) => String(message));
      warned.mockRestore();
      expect(messages).toContainEqual(expect.stringContaining('Budget "monthly" has reached 50 %'));
    });

    it('what is spent is told to it as soon as it answers again', async () => {
      const scripted = guarded.start(ledger);
      await guarded.tracker.setBudget('monthly', { limitUsd: 1, graceUsd: 3 * CALL_USD });
      scripted.breakDown();
      await admitted();
      expect(scripted.entries().settled).toEqual([]);
      scripted.repair();
      expect(await guarded.books()).toEqual({
        held: [],
        settled: [CALL_NANO, CALL_NANO, CALL_NANO],
        uncertain: [],
      });
      // And there is a grace again.
      scripted.breakDown();
      expect(await admitted()).toBe(3);
    });

    it('there is no second grace before it knows what the first was spent for', async () => {
      const scripted = guarded.start(ledger);
      await guarded.tracker.setBudget('monthly', { limitUsd: 1, graceUsd: 3 * CALL_USD });
      scripted.breakDown();
      expect(await admitted()).toBe(3);
      expect(await admitted()).toBe(0);
    });
  },
);

it('a call that was let in without the ledger counts against the grace until it has ended', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1, graceUsd: 3 * CALL_USD });
  const { promise, resolve } = deferred<object>();
  scripted.breakDown();
  const running = observe(async (_request: object) => promise, options)(request);
  scripted.repair();
  await ask();
  scripted.breakDown();
  expect(await admitted()).toBe(2);
  scripted.repair();
  resolve(answer());
  await running;
  await guarded.books();
  scripted.breakDown();
  expect(await admitted()).toBe(3);
});

it('shutting down tells what is left', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1, onLedgerUnavailable: 'allow' });
  scripted.breakDown();
  await ask();
  scripted.repair();
  await guarded.stop();
  expect(scripted.entries().settled).toEqual([CALL_NANO]);
});

it('what the ledger will never take does not keep the rest from it', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1, onLedgerUnavailable: 'allow' });
  scripted.breakDown();
  await ask();
  await ask();
  scripted.failNext(new RangeError('A balance would be too large.'));
  expect((await guarded.books())?.settled).toEqual([CALL_NANO]);
});

it('an agent goes on when the ledger cannot be asked whether anything is left', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  scripted.breakDown();
  expect(await observe(async () => 'done', 'agent')()).toBe('done');
});

it('budgets can be looked at while settlements wait', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1, onLedgerUnavailable: 'allow' });
  scripted.breakDown();
  await ask();
  scripted.repair();
  expect(await guarded.tracker.getBudgets()).toMatchObject([{ spent: CALL_USD }]);
});

describe('a file that another process has locked', () => {
  /** Holds the lock until it is told to let go. */
  async function lock(path: string) {
    const driver = JSON.stringify(require.resolve('@photostructure/sqlite'));
    const code = `
      const { DatabaseSync } = require(${driver});
      const database = new DatabaseSync(${JSON.stringify(path)});
      database.exec('BEGIN IMMEDIATE');
      process.stdout.write('locked');
      process.stdin.once('data', () => { database.exec('ROLLBACK'); process.exit(0); });`;
    const child = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return async () => {
      const ended = once(child, 'exit');
      child.stdin.write('go');
      await ended;
    };
  }

  async function startLocked() {
    const path = join(guarded.folder(), 'ledger.db');
    const scripted = guarded.start({ inner: openLedger({ path }) });
    await guarded.tracker.setBudget('monthly', { limitUsd: 1, graceUsd: 0 });
    return { scripted, unlock: await lock(path) };
  }

  it('makes an asynchronous call wait, and no other work', async () => {
    const { scripted, unlock } = await startLocked();
    const calls = Array.from({ length: 20 }, ask);
    // Only the first has tried: the others wait for it.
    expect(scripted.count('reserve')).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(scripted.count('reserve')).toBe(1);
    await unlock();
    await Promise.all(calls);
    expect((await guarded.books())?.settled).toHaveLength(20);
  });

  it('leaves a synchronous call to the policy after one try', async () => {
    const { scripted, unlock } = await startLocked();
    const now = observe((_request: object) => answer(), options);
    expect(() => now(request)).toThrow(BudgetUnavailableError);
    expect(scripted.count('reserve')).toBe(1);
    await unlock();
  });
});
