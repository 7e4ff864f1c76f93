import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BudgetUnavailableError } from '@kagura/core';
import { ledgerPathFor } from '@kagura/store';
import { observe } from '../index';
import { answer, CALL_USD, GuardedProcess, MODEL, request } from './test/guarded-process';

const guarded = new GuardedProcess();
afterEach(async () => {
  jest.useRealTimers();
  await guarded.stop();
});

const ask = observe(async (_request: object) => answer(), {
  name: 'ask',
  kind: 'model',
  model: MODEL,
  budget: { estimate: CALL_USD },
});

/** A process whose configuration has a budget, and whose ledger's file is damaged. */
function startDamaged(budget: object): string {
  const folder = guarded.folder();
  const database = join(folder, 'kagura.db');
  const path = ledgerPathFor(database);
  writeFileSync(path, 'This is no database. '.repeat(1_000));
  writeFileSync(
    join(folder, 'kagura.config.json'),
    JSON.stringify({ budgets: [{ period: 'monthly', limitUsd: 1, ...budget }] }),
  );
  guarded.start('memory', { database, ledger: undefined });
  return path;
}

it('budgets of the configuration decide by their policy while the ledger cannot be opened', async () => {
  startDamaged({ onLedgerUnavailable: 'deny' });
  await expect(ask(request)).rejects.toThrow(BudgetUnavailableError);
});

it('what is spent until it can be opened is told to it then', async () => {
  jest.useFakeTimers({
    doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
  });
  const path = startDamaged({ graceUsd: CALL_USD });
  await ask(request);
  await expect(ask(request)).rejects.toThrow(BudgetUnavailableError);
  rmSync(path);
  await jest.advanceTimersByTimeAsync(2_000);
  await ask(request);
  await guarded.observed.kagura.flush();
  expect(await guarded.tracker.getBudgets()).toMatchObject([{ spent: 2 * CALL_USD, reserved: 0 }]);
});
