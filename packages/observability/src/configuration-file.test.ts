import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BudgetLedger, LedgerUnavailableError } from '@kagura/core';
import { ledgerPathFor, openDatabase, openLedger, readPriceOverrides, readSettings } from '@kagura/store';
import { CostTracker, observe } from './index';
import type { ObservabilityOptions } from './observability-options';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

let folder: string;
let database: string;
let observed: ObservedProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-file-'));
  database = join(folder, '.kagura', 'kagura.db');
});

afterEach(async () => {
  await observed?.stop();
  observed = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function configure(configuration: unknown): void {
  writeFileSync(join(folder, 'kagura.config.json'), JSON.stringify(configuration));
}

function start(options: ObservabilityOptions = {}): void {
  observed = startObserved({ database, timeZone: undefined, ...options });
}

async function restart(options: ObservabilityOptions = {}): Promise<void> {
  await observed?.stop();
  start(options);
}

/** A ledger on another machine, of which there is no answer. */
function ledgerThatIsAway(): BudgetLedger {
  const away = () => Promise.reject(new LedgerUnavailableError('The ledger is away.'));
  return {
    name: 'redis',
    isSynchronous: false,
    callsKeptMs: 0,
    now: Date.now,
    close: () => undefined,
    reserve: away,
    settle: away,
    release: away,
    renew: away,
    expire: away,
    forgive: away,
    balances: away,
    entries: away,
    budgets: away,
    putBudget: away,
    removeBudget: away,
    prune: away,
  };
}

const ask = observe(async () => chatCompletion({ id: 'one' }), {
  name: 'ask',
  kind: 'model',
  model: 'gpt-4o-mini',
});

/** Rises with every change of a budget. */
function versionOfBudgets(): number {
  const ledger = openLedger({ path: ledgerPathFor(database), readOnly: true });
  const { version } = ledger.budgets();
  ledger.close();
  return version;
}

const stored = <Result>(read: (database: ReturnType<typeof openDatabase>) => Result): Result => {
  const opened = openDatabase({ path: database, readOnly: true });
  const result = read(opened);
  opened.close();
  return result;
};

describe('budgets of kagura.config.json', () => {
  it('are in force from the start', async () => {
    configure({ budgets: [{ period: 'monthly', limitUsd: 0 }] });
    start();
    await expect(ask()).rejects.toMatchObject({ code: 'KAGURA_BUDGET_EXCEEDED', budgetId: 'monthly' });
  });

  it('are in the zone of the file, and written once', async () => {
    configure({
      timeZone: 'Asia/Tokyo',
      budgets: [
        { period: 'monthly', limitUsd: 100, tag: 'team=search' },
        { period: 'daily', limitUsd: 5, fallbackPrice: { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } },
      ],
    });
    start();
    expect(await new CostTracker().getBudgets()).toMatchObject([
      { id: 'daily', limit: 5, timeZone: 'Asia/Tokyo' },
      { id: 'monthly:tag.team=search', limit: 100 },
    ]);
    const version = versionOfBudgets();
    await restart();
    expect(versionOfBudgets()).toBe(version);
  });

  it('replace what is in the ledger when the file has changed, and give way to the code', async () => {
    configure({ budgets: [{ period: 'monthly', limitUsd: 100 }] });
    start();
    configure({ budgets: [{ period: 'monthly', limitUsd: 90 }] });
    await restart();
    const tracker = new CostTracker();
    expect(await tracker.getBudgets()).toMatchObject([{ limit: 90 }]);
    await tracker.setBudget('monthly', { limitUsd: 80 });
    expect(await tracker.getBudgets()).toMatchObject([{ limit: 80 }]);
  });

  it('decide while their ledger cannot be asked, which was not told of them yet', async () => {
    configure({ budgets: [{ period: 'monthly', limitUsd: 5, onLedgerUnavailable: 'deny' }] });
    start({ ledger: ledgerThatIsAway() });
    await expect(ask()).rejects.toMatchObject({ code: 'KAGURA_BUDGET_UNAVAILABLE', budgetId: 'monthly' });
  });

  it('guard without a database as well', async () => {
    const cwd = process.cwd();
    configure({ budgets: [{ period: 'monthly', limitUsd: 0 }] });
    writeFileSync(join(folder, 'package.json'), '{}');
    process.chdir(folder);
    try {
      start({ database: false });
    } finally {
      process.chdir(cwd);
    }
    await expect(ask()).rejects.toMatchObject({ code: 'KAGURA_BUDGET_EXCEEDED' });
  });
});

it('the zone of the file counts unless code or environment give one', async () => {
  configure({ timeZone: 'Asia/Tokyo' });
  start();
  expect(stored(readSettings)).toEqual({ timeZone: 'Asia/Tokyo' });
  await restart({ timeZone: 'Europe/Berlin' });
  expect(stored(readSettings)).toEqual({ timeZone: 'Europe/Berlin' });
});

it('prices of the file count before the table, and those of the code before them', async () => {
  const price = (usd: string) => ({ model: 'in-house', inputUsdPerMillion: usd, outputUsdPerMillion: '0' });
  const costOfMillion = () =>
    new CostTracker().calculateCost({ model: 'in-house', inputTokens: 1_000_000, outputTokens: 0 }).usd;
  configure({ pricing: { overrides: [price('2')] } });
  start();
  expect(costOfMillion()).toBe('2');
  expect(stored(readPriceOverrides)).toMatchObject([{ origin: 'code' }]);
  await restart({ pricing: { overrides: [price('3')] } });
  expect(costOfMillion()).toBe('3');
});

it('content is captured where the file says so and the code does not say otherwise', async () => {
  configure({ capture: { prompts: true, responses: true, maxBytes: 100 } });
  start({ capture: { responses: false } });
  await observe(async (question: string) => question.length, 'agent')('x'.repeat(500));
  const { attributes } = observed?.span('invoke_agent agent') ?? {};
  const captured = JSON.stringify(attributes);
  expect(captured).toContain('xxxxx');
  expect(captured).not.toContain('x'.repeat(101));
  expect(captured).not.toContain('500');
});

it('a file that cannot work stops the start with its place', () => {
  configure({ budgets: [{ period: 'monthly', limitUsd: -1 }] });
  expect(() => start()).toThrow(
    /kagura\.config\.json: budgets\[0\]: Budget "monthly": "limitUsd" .*received -1/,
  );
});

it('lies beside a database that is in no folder of its own', async () => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'kagura.config.json'), '{"timeZone":"Asia/Tokyo"}');
  database = join(folder, 'data', 'calls.db');
  start();
  expect(stored(readSettings)).toEqual({ timeZone: 'Asia/Tokyo' });
});
