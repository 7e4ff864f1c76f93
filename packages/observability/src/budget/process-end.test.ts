import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerPathFor, openLedger } from '@kagura/store';
import { runProgram } from '../test/run-program';

const PACKAGE = join(__dirname, '..', '..', 'dist', 'index.js');
/** What is held for the call of each program. */
const HELD_NANO = 10_000_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-end-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that ends in the middle of a call, and reads what it has left in the books. */
async function endInCall(ending: string) {
  const database = join(folder, 'kagura.db');
  const program = `
    const { CostTracker, observe } = require(${JSON.stringify(PACKAGE)});
    (async () => {
      await new CostTracker().setBudget('monthly', { limitUsd: 1 });
      const ask = observe(async () => {
        ${ending}
        await new Promise(() => undefined);
      }, { name: 'ask', kind: 'model', model: 'gpt-4o-mini', budget: { estimate: 0.01 } });
      await ask();
    })();`;
  const { status, signal } = await runProgram({ args: ['-e', program], env: { KAGURA_DB: database } });
  const ledger = openLedger({ path: ledgerPathFor(database) });
  const amounts = (state: 'held' | 'settled' | 'uncertain') =>
    ledger.entries({ state, limit: 9 }).map(({ countedNanoUsd }) => countedNanoUsd);
  const books = { held: amounts('held'), settled: amounts('settled'), uncertain: amounts('uncertain') };
  ledger.close();
  return { end: status ?? signal, books };
}

it.each([
  ['when nothing is left to do', '', 0],
  ['by process.exit()', 'setImmediate(() => process.exit(3));', 3],
  ['by an error that nobody catches', "setImmediate(() => { throw new Error('bug'); });", 1],
  [
    'by SIGTERM',
    "setImmediate(() => process.kill(process.pid, 'SIGTERM')); setTimeout(() => undefined, 60_000);",
    'SIGTERM',
  ],
])('a process that ends %s is charged with what was held for its call', async (_how, ending, end) => {
  expect(await endInCall(ending)).toEqual({ end, books: { held: [], settled: [HELD_NANO], uncertain: [] } });
});

it('what was held for a process that is killed becomes uncertain, and still counts', async () => {
  const killed = await endInCall("setImmediate(() => process.kill(process.pid, 'SIGKILL'));");
  expect(killed).toEqual({ end: 'SIGKILL', books: { held: [], settled: [], uncertain: [HELD_NANO] } });
});

it('a process that has nothing but a ledger ends its calls too', async () => {
  const program = `
    const { CostTracker, observe, startObservability } = require(${JSON.stringify(PACKAGE)});
    const { openLedger } = require('@kagura/store');
    const ledger = openLedger({ path: ${JSON.stringify(join(folder, 'ledger.db'))} });
    startObservability({ database: false, ledger });
    new CostTracker().setBudget('monthly', { limitUsd: 1 });
    observe(() => new Promise(() => undefined), {
      name: 'ask', kind: 'model', model: 'gpt-4o-mini', budget: { estimate: 0.01 },
    })();`;
  await runProgram({ args: ['-e', program], cwd: __dirname });
  const ledger = openLedger({ path: join(folder, 'ledger.db') });
  expect(ledger.entries({ state: 'settled', limit: 9 })).toMatchObject([{ countedNanoUsd: HELD_NANO }]);
  ledger.close();
});
