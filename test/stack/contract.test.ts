import { describeLedger } from '../ledger/ledger-contract';
import { WAY_NAMES } from './clients';
import { LedgerBench } from './ledger-bench';

describe.each(WAY_NAMES)('by %s', (way) => {
  const bench = new LedgerBench(way);
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  describeLedger('redis', ({ now }) => {
    const ledger = bench.ledger(now);
    return { ledger, close: () => ledger.close() };
  });
});
