import type {
  Budget,
  BudgetLedger,
  Reservation,
  ReserveOutcome,
  Settlement,
  SettleOutcome,
} from '@kagura/core';

/** What a ledger is asked for; the same for every ledger that is compared. */
export type Operation =
  | {
      readonly kind: 'reserve';
      readonly reservation: Omit<Reservation, 'version'>;
      /** Its charges are of budgets as they were. */
      readonly isOutdated: boolean;
    }
  | { readonly kind: 'settle'; readonly settlement: Settlement }
  | { readonly kind: 'release' | 'forgive'; readonly callId: string }
  | { readonly kind: 'renew'; readonly callIds: readonly string[]; readonly ttlMs: number }
  | { readonly kind: 'expire'; readonly limit: number; readonly owner?: string | undefined }
  | { readonly kind: 'putBudget'; readonly budget: Budget }
  | { readonly kind: 'removeBudget'; readonly id: string };

export type Answer = ReserveOutcome | SettleOutcome | Budget | boolean | number | undefined;

export async function perform(ledger: BudgetLedger, operation: Operation): Promise<Answer> {
  switch (operation.kind) {
    case 'reserve': {
      const { version } = await ledger.budgets();
      return ledger.reserve({
        ...operation.reservation,
        version: operation.isOutdated ? version - 1 : version,
      });
    }
    case 'settle':
      return ledger.settle(operation.settlement);
    case 'release':
      return ledger.release(operation.callId);
    case 'forgive':
      return ledger.forgive(operation.callId);
    case 'renew':
      await ledger.renew(operation.callIds, operation.ttlMs);
      return undefined;
    case 'expire':
      return ledger.expire(operation);
    case 'putBudget':
      return ledger.putBudget(operation.budget);
    case 'removeBudget':
      return ledger.removeBudget(operation.id);
  }
}
