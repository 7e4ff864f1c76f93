import { setTimeout as pause } from 'node:timers/promises';
import { type BudgetSet, chargeOf, LedgerUnavailableError, type SynchronousBudgetLedger } from '@kagura/core';
import { openLedger, processOwner, StoreError } from '@kagura/store';
import { BareInserts } from './bare-inserts';

const WARM_UP = 200;
const CALLS = 1_500;
/** From one call of a process to the next, as calls of models do not come one upon the other. */
const BETWEEN_CALLS_MS = 2;
const TTL_MS = 120_000;
const HOLD_NANO_USD = 1_000_000;
const COST_NANO_USD = 400_000;

/** Microseconds of each call. */
export interface LedgerTimes {
  /** To hold what the call may cost and to settle what it has cost. */
  readonly ledger: readonly number[];
  /** To insert one row in a transaction of its own, with nothing around the driver. */
  readonly bare: readonly number[];
}

/** Makes calls in this process; arguments are the files of a ledger that has its budgets and of the bare inserts. */
async function main(ledgerPath: string, barePath: string): Promise<void> {
  const ledger = openLedger({ path: ledgerPath });
  const bare = new BareInserts(barePath);
  // As a guard knows them: the ledger says when they have changed.
  const known = ledger.budgets();
  const owner = processOwner();
  const times = { ledger: [] as number[], bare: [] as number[] };
  for (let call = -WARM_UP; call < CALLS; call += 1) {
    const callId = `${process.pid}-${call}`;
    const ledgerUs = microsecondsOf(() => spend(ledger, { callId, owner, known }));
    const bareUs = microsecondsOf(() => bare.insert(callId));
    if (call >= 0) {
      times.ledger.push(ledgerUs);
      times.bare.push(bareUs);
    }
    await pause(BETWEEN_CALLS_MS);
  }
  ledger.close();
  bare.close();
  process.stdout.write(JSON.stringify(times satisfies LedgerTimes));
}

interface Call {
  readonly callId: string;
  readonly owner: string;
  readonly known: BudgetSet;
}

function spend(ledger: SynchronousBudgetLedger, { callId, owner, known }: Call): void {
  const { version, budgets } = known;
  const charges = budgets.map((budget) => chargeOf(budget, ledger.now()));
  const amounts = { amountNanoUsd: HOLD_NANO_USD, leakNanoUsd: HOLD_NANO_USD };
  const reservation = { callId, ...amounts, charges, version, ttlMs: TTL_MS, owner };
  const { outcome } = patiently(() => ledger.reserve(reservation));
  if (outcome !== 'held') throw new Error(`The call was not held: ${outcome}.`);
  patiently(() => ledger.settle({ callId, amountNanoUsd: COST_NANO_USD, charges }));
}

/** Asks again at once while others keep the ledger busy: the wait belongs to what is measured. */
function patiently<Result>(ask: () => Result): Result {
  for (;;) {
    try {
      return ask();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }
}

function isBusy(error: unknown): boolean {
  const cause = error instanceof LedgerUnavailableError ? error.cause : undefined;
  return cause instanceof StoreError && cause.code === 'KAGURA_DB_LOCKED';
}

function microsecondsOf(body: () => void): number {
  const start = performance.now();
  body();
  return (performance.now() - start) * 1_000;
}

const [ledgerPath = '', barePath = ''] = process.argv.slice(2);
void main(ledgerPath, barePath);
