import { type BudgetCharge, LedgerUnavailableError, MemoryLedger, type Settlement } from '@kagura/core';

/** A ledger in memory that can be away. */
export class UnreliableLedger extends MemoryLedger {
  isAway = false;
  /** Calls of which it was told, in order. */
  readonly asked: string[] = [];

  override settle(settlement: Settlement) {
    this.asked.push(settlement.callId);
    if (this.isAway) throw new LedgerUnavailableError('Away.');
    return super.settle(settlement);
  }
}

export const CHARGE: BudgetCharge = {
  budgetId: 'monthly',
  limitNanoUsd: 1_000,
  blocks: true,
  thresholds: [50],
  bucket: 0,
  bucketEnd: 4_000_000_000_000,
  start: 0,
  period: 0,
};

export const settlementOf = (callId: string, amountNanoUsd = 1): Settlement => ({
  callId,
  amountNanoUsd,
  charges: [CHARGE],
});
