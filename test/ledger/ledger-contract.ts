import { describeAmounts } from './contract/amounts';
import { type MakeLedger, withLedgerOf } from './contract/bench';
import { describeBooks } from './contract/books';
import { describeHolds } from './contract/holds';
import { describeReserve } from './contract/reserve';
import { describeSettle } from './contract/settle';
import { describeThresholds } from './contract/thresholds';

/** What every ledger does, sentence by sentence of its interface. */
export function describeLedger(name: string, makeLedger: MakeLedger): void {
  const withLedger = withLedgerOf(makeLedger);
  describe(`the ${name} ledger`, () => {
    describeReserve(withLedger);
    describeSettle(withLedger);
    describeThresholds(withLedger);
    describeHolds(withLedger);
    describeBooks(withLedger);
    describeAmounts(withLedger);
  });
}
