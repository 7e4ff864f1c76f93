import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resolveBudget } from '@kagura/core';
import { openLedger } from '@kagura/store';
import { BareInserts } from './bare-inserts';
import type { LedgerTimes } from './ledger-calls';

export interface Percentiles {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** What budgets cost a call: to hold the money in each of its budgets, and to settle it. */
export interface LedgerMeasurement {
  readonly budgets: number;
  readonly processes: number;
  readonly ledger: Percentiles;
  readonly bare: Percentiles;
}

const BUDGETS = [1, 5];
const PROCESSES = [1, 4];

export async function measureLedger(): Promise<LedgerMeasurement[]> {
  const measurements: LedgerMeasurement[] = [];
  for (const processes of PROCESSES) {
    for (const budgets of BUDGETS) measurements.push(await measureShared(budgets, processes));
  }
  return measurements;
}

/** All processes call at the same time and share both files. */
async function measureShared(budgets: number, processes: number): Promise<LedgerMeasurement> {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  const paths = [join(folder, 'ledger.db'), join(folder, 'bare.db')] as const;
  try {
    makeBudgets(paths[0], budgets);
    new BareInserts(paths[1]).close();
    const times = await Promise.all(Array.from({ length: processes }, () => callInProcess(paths)));
    return {
      budgets,
      processes,
      ledger: percentiles(times.flatMap(({ ledger }) => ledger)),
      bare: percentiles(times.flatMap(({ bare }) => bare)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeBudgets(path: string, count: number): void {
  const ledger = openLedger({ path });
  for (let index = 0; index < count; index += 1) {
    ledger.putBudget(
      resolveBudget('monthly', { id: `budget-${index}`, limitUsd: 1_000 }, { timeZone: 'UTC' }).budget,
    );
  }
  ledger.close();
}

async function callInProcess(paths: readonly string[]): Promise<LedgerTimes> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(__dirname, 'ledger-calls.js'), ...paths],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout);
}

/** Nearest rank. */
export function percentiles(microseconds: readonly number[]): Percentiles {
  const sorted = [...microseconds].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { p50Us: at(0.5), p99Us: at(0.99) };
}
