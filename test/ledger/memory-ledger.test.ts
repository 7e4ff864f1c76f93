import { MemoryLedger } from '@kagura/core';
import { describeLedger } from './ledger-contract';

describeLedger('memory', ({ now }) => {
  const ledger = new MemoryLedger({ now });
  return { ledger, close: () => ledger.close() };
});
