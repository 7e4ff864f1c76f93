import * as fc from 'fast-check';
import { histories } from './ledger-histories';
import { InvariantBroken } from './ledger-invariants';
import { MUTANTS } from './ledger-mutants';
import { replay } from './ledger-replay';

// Most are found at once, and the rarest after some hundred histories.
const MOST_RUNS = 5_000;

jest.setTimeout(60_000);

it.each(MUTANTS)('a ledger that %s is found by the invariants', async (name, Mutant) => {
  const makeLedger = ({ now }: { readonly now: () => number }) => {
    const ledger = new Mutant({ now });
    return { ledger, close: () => ledger.close() };
  };
  const property = fc.asyncProperty(histories, (history) =>
    replay(history, [makeLedger], { checksAnswers: false }),
  );
  const { failed, numRuns, errorInstance, seed } = await fc.check(property, {
    numRuns: MOST_RUNS,
    endOnFailure: true,
  });
  const broken = errorInstance instanceof InvariantBroken ? errorInstance.invariant : String(errorInstance);
  process.stdout.write(`${name}: ${broken} after ${numRuns} runs (seed ${seed})\n`);
  expect(failed).toBe(true);
  expect(broken).toMatch(/^(I\d+|clock)$/);
});
