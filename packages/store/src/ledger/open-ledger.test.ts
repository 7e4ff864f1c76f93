import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { LedgerUnavailableError, type SynchronousBudgetLedger } from '@kagura/core';
import { openDatabase } from '../open-database';
import type { StoreWarning } from '../store-warning';
import { budgetWith, moneyIn, reservationOf } from '../test/ledger-calls';
import { openSqlite } from '../test/open-sqlite';
import { runNode } from '../test/run-node';
import { cleanUp, temporaryFolder } from '../test/temporary-store';
import { ledgerPathFor } from './ledger-path';
import { type OpenLedgerOptions, openLedger } from './open-ledger';

// Some tests start processes.
jest.setTimeout(60_000);

const opened: SynchronousBudgetLedger[] = [];

afterEach(() => {
  for (const ledger of opened.splice(0)) ledger.close();
  cleanUp();
});

const newPath = () => join(temporaryFolder(), '.kagura', 'ledger.db');

function open(path: string, options: Omit<OpenLedgerOptions, 'path'> = {}): SynchronousBudgetLedger {
  const ledger = openLedger({ path, ...options });
  opened.push(ledger);
  return ledger;
}

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** A ledger of one budget with ten cents settled, as the process leaves it that has made it. */
async function closedLedger(path = newPath()): Promise<string> {
  const script = `
    const { budgetWith, reservationOf } = load('test/ledger-calls');
    const ledger = store.openLedger({ path: args[0] });
    ledger.putBudget(budgetWith());
    const reservation = reservationOf(ledger, 'first');
    ledger.reserve(reservation);
    ledger.settle(reservation);
    ledger.close();`;
  await runNode(script, [path]);
  return path;
}

const SPENT = [[100_000_000, 0, 0]];

describe('the file of a ledger', () => {
  it('is beside that of the spans, and can be read by its owner alone', () => {
    const path = ledgerPathFor(join(temporaryFolder(), '.kagura', 'kagura.db'));
    open(path);
    const modes = readdirSync(dirname(path)).map((name) => [
      name,
      (statSync(join(dirname(path), name)).mode & 0o777).toString(8),
    ]);
    expect(Object.fromEntries(modes)).toEqual({
      '.gitignore': '600',
      'ledger.db': '600',
      'ledger.db-shm': '600',
      'ledger.db-wal': '600',
    });
  });

  it('keeps budgets and money', async () => {
    const ledger = open(await closedLedger());
    expect(ledger.budgets()).toEqual({ version: 1, budgets: [budgetWith()] });
    expect(moneyIn(ledger)).toEqual(SPENT);
  });

  it('is no file of spans, and no file of spans is a ledger', () => {
    const path = newPath();
    openDatabase({ path }).close();
    const other = newPath();
    openLedger({ path: other }).close();
    for (const readOnly of [true, false]) {
      for (const error of [
        thrownBy(() => openLedger({ path, readOnly })),
        thrownBy(() => openDatabase({ path: other, readOnly })),
      ]) {
        expect(error).toMatchObject({
          code: 'KAGURA_DB_UNREADABLE',
          message: expect.stringContaining('Kagura keeps something else in it'),
        });
      }
    }
  });
});

describe('a ledger that is opened to be read', () => {
  it('must be there', () => {
    const path = newPath();
    expect(thrownBy(() => openLedger({ path, readOnly: true }))).toMatchObject({
      code: 'KAGURA_DB_NOT_FOUND',
      message: expect.stringContaining('made by the first budget that is set'),
    });
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('tells everything, and cannot be changed', async () => {
    const ledger = open(await closedLedger(), { readOnly: true });
    expect(moneyIn(ledger)).toEqual(SPENT);
    expect(ledger.entries({ state: 'settled', limit: 9 })).toMatchObject([{ callId: 'first' }]);
    expect(() => ledger.reserve(reservationOf(ledger, 'second'))).toThrow(LedgerUnavailableError);
    expect(() => ledger.removeBudget('month')).toThrow(LedgerUnavailableError);
    expect(moneyIn(ledger)).toEqual(SPENT);
  });
});

describe('a damaged ledger', () => {
  it.each<[string, (path: string) => void]>([
    ['an overwritten header', (path) => writeFileSync(path, Buffer.alloc(100, 0x55), { flag: 'r+' })],
    ['another text', (path) => writeFileSync(path, 'This is a text.\n'.repeat(1_000))],
    ['a mark of the check', (path) => writeFileSync(`${path}-damaged`, statSync(path).ino.toString())],
  ])('is refused and left where it is, so that no budget begins at zero: %s', async (_, damage) => {
    const path = await closedLedger();
    damage(path);
    const before = readFileSync(path);
    const files = readdirSync(dirname(path));
    expect(thrownBy(() => openLedger({ path }))).toMatchObject({
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringContaining('Move it away'),
    });
    expect(readdirSync(dirname(path))).toEqual(files);
    expect(readFileSync(path)).toEqual(before);
  });

  it('gives way to a new one once it is moved away', async () => {
    const path = await closedLedger();
    writeFileSync(`${path}-damaged`, statSync(path).ino.toString());
    renameSync(path, `${path}.old`);
    expect(moneyIn(open(path))).toEqual([]);
    expect(existsSync(`${path}-damaged`)).toBe(false);
  });

  it.each([
    ['is marked by the call that meets the damage', false],
    ['is left as it is by a reader', true],
  ])('%s', async (_, readOnly) => {
    const path = await closedLedger();
    const script = `
      const { moneyIn } = load('test/ledger-calls');
      const { writeFileSync, statSync } = require('node:fs');
      const ledger = store.openLedger({ path: args[0], readOnly: args[1] });
      writeFileSync(args[0], Buffer.alloc(statSync(args[0]).size, 0x55), { flag: 'r+' });
      try { moneyIn(ledger); } catch (error) { console.log(error.code); }`;
    expect(await runNode(script, [path, readOnly])).toBe('KAGURA_LEDGER_UNAVAILABLE\n');
    expect(existsSync(`${path}-damaged`)).toBe(!readOnly);
  });
});

describe('a ledger that cannot be written', () => {
  it.each<[string, (path: string) => void]>([
    ['a file that may only be read', (path) => chmodSync(path, 0o444)],
    ['a folder that may only be read', (path) => chmodSync(dirname(path), 0o555)],
    ['a file without permissions', (path) => chmodSync(path, 0o000)],
  ])('cannot be opened: %s', async (_, protect) => {
    const path = await closedLedger();
    for (const folder of [dirname(dirname(path)), dirname(path)]) chmodSync(folder, 0o755);
    protect(path);
    // Permissions do not hold root back: it becomes another user once everything is loaded.
    const script = `
      store.openLedger({ path: args[1] }).close();
      if (process.getuid() === 0) process.setuid(65534);
      try { store.openLedger({ path: args[0] }); } catch (error) { console.log(error.name, error.code); }`;
    expect(await runNode(script, [path, newPath()])).toBe('StoreError KAGURA_DB_UNREADABLE\n');
    chmodSync(dirname(path), 0o755);
  });

  it('cannot be made on a full disk', async () => {
    const script = `
      try { store.openLedger({ path: args[0] }); } catch (error) { console.log(error.name, error.code); }`;
    expect(await runNode(script, [newPath()], { fileBlocks: 0 })).toBe('StoreError KAGURA_DB_UNREADABLE\n');
  });

  it('says so when the disk becomes full, has half of nothing, and goes on when there is room', async () => {
    const script = `
      const { execFileSync } = require('node:child_process');
      const { budgetWith, moneyIn, reservationOf } = load('test/ledger-calls');
      const ledger = store.openLedger({ path: args[0] });
      ledger.putBudget(budgetWith({ limitNanoUsd: Number.MAX_SAFE_INTEGER }));
      let held = 0;
      let failure;
      while (failure === undefined) {
        try { ledger.reserve(reservationOf(ledger, 'call ' + held)); held += 1; } catch (error) { failure = error; }
      }
      const full = moneyIn(ledger);
      execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:unlimited']);
      const { outcome } = ledger.reserve(reservationOf(ledger, 'call ' + held));
      const entries = ledger.entries({ state: 'held', limit: 1e6 }).length;
      console.log(JSON.stringify({ held, code: failure.code, cause: failure.cause.code, full, outcome, entries }));`;
    const result = JSON.parse(await runNode(script, [newPath()], { fileBlocks: 800 }));
    expect(result).toEqual({
      held: expect.any(Number),
      code: 'KAGURA_LEDGER_UNAVAILABLE',
      cause: 'KAGURA_DB_UNREADABLE',
      full: [[0, result.held * 100_000_000, 0]],
      outcome: 'held',
      entries: result.held + 1,
    });
    expect(result.held).toBeGreaterThan(10);
  });

  it('says so while another program holds the lock, and answers when that has let go', async () => {
    const path = await closedLedger();
    const ledger = open(path);
    const reservation = reservationOf(ledger, 'second');
    const other = openSqlite(path);
    other.exec('BEGIN IMMEDIATE');
    expect(thrownBy(() => ledger.reserve(reservation))).toMatchObject({
      code: 'KAGURA_LEDGER_UNAVAILABLE',
      message: expect.stringContaining(path),
      cause: { code: 'KAGURA_DB_LOCKED' },
    });
    expect(moneyIn(ledger)).toEqual(SPENT);
    other.exec('ROLLBACK');
    other.close();
    expect(ledger.reserve(reservation)).toMatchObject({ outcome: 'held' });
  });

  it('says so once it is closed', () => {
    const ledger = open(newPath());
    ledger.close();
    ledger.close();
    expect(() => ledger.budgets()).toThrow(LedgerUnavailableError);
    expect(() => ledger.putBudget(budgetWith())).toThrow(LedgerUnavailableError);
  });
});

describe('the clock of a ledger', () => {
  const JANUARY = Date.UTC(2026, 0, 31, 23, 59, 59);
  const FEBRUARY = Date.UTC(2026, 1, 1, 0, 0, 0, 250);

  it('goes back for no process once a call was charged to the next period', () => {
    const path = newPath();
    const ahead = open(path, { now: () => FEBRUARY });
    const behind = open(path, { now: () => JANUARY });
    ahead.putBudget(budgetWith());
    const early = reservationOf(behind, 'early');
    ahead.reserve(reservationOf(ahead, 'late'));
    expect(behind.reserve(early)).toEqual({ outcome: 'stale', reason: 'clock' });
    expect(behind.now()).toBe(FEBRUARY);
    expect(behind.reserve(reservationOf(behind, 'early'))).toMatchObject({ outcome: 'held' });
    expect(open(path, { now: () => JANUARY }).now()).toBe(FEBRUARY);
  });

  it('warns once where it was set back by more than minutes', () => {
    const path = newPath();
    let now = FEBRUARY;
    const warnings: StoreWarning[] = [];
    const ledger = open(path, { now: () => now, onWarning: (warning) => warnings.push(warning) });
    ledger.putBudget(budgetWith());
    ledger.reserve(reservationOf(ledger, 'first'));
    now = FEBRUARY - 5 * 60_000;
    ledger.expire({ limit: 1 });
    expect(warnings).toEqual([]);
    now = FEBRUARY - 90 * 60_000;
    ledger.expire({ limit: 1 });
    ledger.expire({ limit: 1 });
    expect(warnings).toEqual([
      {
        code: 'KAGURA_LEDGER_CLOCK',
        message: expect.stringMatching(/90 minutes .* 2026-02-01T00:00:00\.250Z/),
      },
    ]);
  });
});

it('refuses to count beyond what is exact, and books nothing then', () => {
  const ledger = open(newPath());
  ledger.putBudget(budgetWith({ mode: 'warn' }));
  const amountNanoUsd = Number.MAX_SAFE_INTEGER - 1;
  ledger.settle(reservationOf(ledger, 'huge', { amountNanoUsd }));
  expect(() => ledger.settle(reservationOf(ledger, 'more', { amountNanoUsd: 2 }))).toThrow(RangeError);
  expect(moneyIn(ledger)).toEqual([[amountNanoUsd, 0, 0]]);
  expect(ledger.entries({ state: 'settled', limit: 9 })).toHaveLength(1);
});

it('is opened once by each of several processes that start at the same moment', async () => {
  const path = newPath();
  await Promise.all(Array.from({ length: 4 }, () => closedLedger(path)));
  expect(moneyIn(open(path))).toEqual(SPENT);
  expect(open(path).budgets().version).toBe(4);
});
