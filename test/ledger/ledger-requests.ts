import {
  type Budget,
  type BudgetCharge,
  type BudgetLedger,
  chargeOf,
  type Reservation,
  type Settlement,
} from '@kagura/core';

/** A budget of 100 nano-dollars an hour that blocks, and tells of nothing. */
export function budgetOf(fields: Partial<Budget> & Pick<Budget, 'id'>): Budget {
  return {
    period: 'hour',
    limitNanoUsd: 100,
    scope: {},
    timeZone: 'UTC',
    weekStart: 'monday',
    mode: 'block',
    estimate: 'max',
    onTight: 'reject',
    onLeak: 'estimate',
    onLedgerUnavailable: 'deny',
    graceNanoUsd: 0,
    thresholds: [],
    ...fields,
  };
}

/** Asks a ledger as an application does: by the budgets and the time that the ledger gives. */
export class LedgerRequests {
  constructor(readonly ledger: BudgetLedger) {}

  async charges(...ids: readonly string[]): Promise<readonly BudgetCharge[]> {
    const { budgets } = await this.ledger.budgets();
    const now = this.ledger.now();
    return ids.map((id) => {
      const budget = budgets.find((each) => each.id === id);
      if (budget === undefined) throw new Error(`The ledger has no budget "${id}".`);
      return chargeOf(budget, now);
    });
  }

  /** A hold of 10 nano-dollars by one owner, for a minute, of which all leaks. */
  async reservation(
    fields: Partial<Reservation> & Pick<Reservation, 'callId'>,
    ...ids: readonly string[]
  ): Promise<Reservation> {
    const { version } = await this.ledger.budgets();
    const { amountNanoUsd = 10 } = fields;
    const charges = await this.charges(...ids);
    return {
      amountNanoUsd,
      leakNanoUsd: amountNanoUsd,
      charges,
      version,
      ttlMs: 60_000,
      owner: 'one',
      ...fields,
    };
  }

  /** Answers the outcome, and the reservation for a settlement of its charges. */
  async reserve(fields: Partial<Reservation> & Pick<Reservation, 'callId'>, ...ids: readonly string[]) {
    const reservation = await this.reservation(fields, ...ids);
    return { reservation, answer: await this.ledger.reserve(reservation) };
  }

  async settle(callId: string, amountNanoUsd: number, charges: Settlement['charges']) {
    return this.ledger.settle({ callId, amountNanoUsd, charges });
  }

  /** Settled, reserved and uncertain money of a budget, as it counts now. */
  async money(id: string): Promise<readonly number[]> {
    const [balance] = await this.ledger.balances(await this.charges(id));
    return [
      balance?.settledNanoUsd ?? Number.NaN,
      balance?.reservedNanoUsd ?? Number.NaN,
      balance?.uncertainNanoUsd ?? Number.NaN,
    ];
  }

  /** Ids of the calls in a state, the oldest first. */
  async calls(state: 'held' | 'settled' | 'released' | 'uncertain'): Promise<readonly string[]> {
    return (await this.ledger.entries({ state, limit: 1_000 })).map(({ callId }) => callId);
  }
}
