import { describeLedger } from '../ledger/ledger-contract';
import { WAY_NAMES } from './clients';
import { LedgerBench } from './ledger-bench';

const bench = new LedgerBench();
beforeAll(() => bench.start());
afterAll(() => bench.stop());

describe.each(WAY_NAMES)('by %s', (way) => {
  describeLedger('redis', ({ now }) => {
    const [ledger] = bench.ledgers([way], now);
    if (ledger === undefined) throw new Error('no ledger');
    return { ledger, close: () => ledger.close() };
  });
});
