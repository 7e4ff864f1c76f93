import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ledgerPathFor, openLedger } from '@kagura/store';
import { CostTracker, observe } from './index';
import { seedLedger } from './reading/test/ledger-spending';
import { forgetRuntime, type ObservedProcess, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

const CENT = 10_000_000;

let database: string;
let observed: ObservedProcess | undefined;

beforeEach(() => {
  database = join(mkdtempSync(join(tmpdir(), 'kagura-budgets-')), 'kagura.db');
});

afterEach(async () => {
  await observed?.stop();
  observed = undefined;
  rmSync(dirname(database), { recursive: true, force: true });
});

/** A budget with one dollar, two of it settled and held, as of now. */
const seed = (options: object = {}): void => {
  seedLedger(database, new Date().toISOString(), { limitUsd: 1, period: 'monthly', ...options });
};

/** Leaves money of a call behind whose process is gone. */
function loseCall(): void {
  const ledger = openLedger({ path: ledgerPathFor(database), now: () => Date.now() + 600_000 });
  ledger.expire({ limit: 1 });
  ledger.close();
}

describe('beside a database', () => {
  const tracker = () => new CostTracker({ database, timeZone: 'UTC' });

  it('a budget that was set is there for everybody', async () => {
    const set = await tracker().setBudget('monthly', { limitUsd: 100, agent: 'research' });
    expect(set).toMatchObject({ id: 'monthly:agent=research', limit: 100, spent: 0, remaining: 100 });
    expect(await tracker().getBudgets()).toEqual([
      expect.objectContaining({
        id: 'monthly:agent=research',
        period: 'month',
        mode: 'block',
        timeZone: 'UTC',
      }),
    ]);
  });

  it('a budget that is set again keeps what was spent', async () => {
    seed({ settled: [50 * CENT] });
    expect(await tracker().setBudget('monthly', { limitUsd: 0.4 })).toMatchObject({
      limit: 0.4,
      spent: 0.5,
      remaining: -0.1,
      state: 'over',
    });
  });

  it('one that is removed is gone, once', async () => {
    seed();
    expect(await tracker().removeBudget('monthly')).toBe(true);
    expect(await tracker().removeBudget('monthly')).toBe(false);
    expect(await tracker().getBudgets()).toEqual([]);
  });

  it('checks one budget or all', async () => {
    seed({ settled: [101 * CENT] });
    seed({ period: 'daily', settled: [1 * CENT] });
    expect(await tracker().checkBudget()).toMatchObject({
      isOver: true,
      budgets: [{ id: 'daily' }, { id: 'monthly' }],
    });
    expect(await tracker().checkBudget('daily')).toMatchObject({ isOver: false, budgets: [{ id: 'daily' }] });
    await expect(tracker().checkBudget('montly')).rejects.toThrow(
      /no budget "montly"\. Did you mean "monthly"\?/,
    );
  });

  it('what a dead process may have spent counts until it is forgiven', async () => {
    seed({ held: [30 * CENT] });
    loseCall();
    const [call] = await tracker().getUncertainCalls();
    expect(call).toMatchObject({ amount: 0.3, agent: 'research', model: 'gpt-4o', budgetIds: ['monthly'] });
    expect(await tracker().getBudgets()).toMatchObject([{ spent: 0.3, uncertain: 0.3, reserved: 0 }]);
    expect(await tracker().forgive(call?.callId ?? '')).toBe(0.3);
    expect(await tracker().forgive(call?.callId ?? '')).toBeNull();
    expect(await tracker().getBudgets()).toMatchObject([{ spent: 0, remaining: 1 }]);
  });

  it('looking makes no file', async () => {
    expect(await tracker().getBudgets()).toEqual([]);
    expect(await tracker().getUncertainCalls()).toEqual([]);
    expect(await tracker().removeBudget('monthly')).toBe(false);
    expect(await tracker().forgive('nobody')).toBeNull();
    expect(existsSync(ledgerPathFor(database))).toBe(false);
  });

  it('an option that cannot work is refused before anything is written', async () => {
    await expect(tracker().setBudget('monthly', { limitUsd: -5 })).rejects.toThrow(
      /"limitUsd" .*received -5/,
    );
    expect(existsSync(ledgerPathFor(database))).toBe(false);
  });
});

describe('of the running process', () => {
  const ask = observe(async () => chatCompletion({ id: 'one' }), {
    name: 'ask',
    kind: 'model',
    model: 'gpt-4o-mini',
  });

  it('a budget is in force when setBudget has returned, also unawaited', async () => {
    observed = startObserved({ database });
    const set = new CostTracker().setBudget('monthly', { limitUsd: 0 });
    await expect(ask()).rejects.toMatchObject({ code: 'KAGURA_BUDGET_EXCEEDED', budgetId: 'monthly' });
    expect(await set).toMatchObject({ limit: 0 });
  });

  it('a limit that another process lowers holds for the next call', async () => {
    observed = startObserved({ database });
    await new CostTracker().setBudget('monthly', { limitUsd: 100 });
    await ask();
    await new CostTracker({ database }).setBudget('monthly', { limitUsd: 0 });
    await expect(ask()).rejects.toMatchObject({ code: 'KAGURA_BUDGET_EXCEEDED' });
  });

  it('a budget is checked and guards nothing where the environment has switched observability off', async () => {
    forgetRuntime();
    process.env.KAGURA_DISABLED = '1';
    try {
      const tracker = new CostTracker();
      expect(await tracker.setBudget('monthly', { limitUsd: 0 })).toMatchObject({ id: 'monthly', spent: 0 });
      await expect(tracker.setBudget('monthly', { limitUsd: -1 })).rejects.toThrow(/"limitUsd"/);
      expect(await ask()).toMatchObject({ id: 'one' });
      expect(await tracker.getBudgets()).toEqual([]);
      await expect(tracker.generateReport('today')).rejects.toThrow(/KAGURA_DISABLED/);
    } finally {
      delete process.env.KAGURA_DISABLED;
      forgetRuntime();
    }
  });

  it('what its calls cost is in its budget, its report and the file alike', async () => {
    observed = startObserved({ database });
    const tracker = new CostTracker();
    await tracker.setBudget('monthly', { limitUsd: 100 });
    await ask();
    const { budget, total } = await tracker.generateReport('this_month');
    expect(total).toBeGreaterThan(0);
    expect(budget).toMatchObject({ limit: 100, spent: total });
    const [known] = await new CostTracker({ database }).getBudgets();
    expect(known?.nanoUsd).toEqual(budget?.nanoUsd);
  });
});
