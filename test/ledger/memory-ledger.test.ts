import { MemoryLedger } from '@kagura/core';
import * as fc from 'fast-check';
import type { MakeLedger } from './contract/bench';
import { describeLedger } from './ledger-contract';
import { histories } from './ledger-histories';
import { replay } from './ledger-replay';

const makeLedger: MakeLedger = ({ now }) => {
  const ledger = new MemoryLedger({ now });
  return { ledger, close: () => ledger.close() };
};

describeLedger('memory', makeLedger);

it('keeps its books right through any history', async () => {
  await fc.assert(
    fc.asyncProperty(histories, (history) => replay(history, [makeLedger])),
    { numRuns: 1_000 },
  );
}, 60_000);
