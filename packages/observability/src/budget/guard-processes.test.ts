import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CostTracker } from '../index';
import { runProgram } from '../test/run-program';
import { CALL_NANO, CALL_USD } from './test/guarded-process';

const PACKAGE = join(__dirname, '..', '..', 'dist', 'index.js');
const PROCESSES = 4;
const CALLS = 64;
const LIMIT = 100;

/** Starts all its calls at once, and prints how many were let through. */
const PROGRAM = `
  const { observe } = require(${JSON.stringify(PACKAGE)});
  const usage = { prompt_tokens: 1000, completion_tokens: 100 };
  const ask = observe(
    async (n) => {
      await new Promise((resolve) => setTimeout(resolve, n % 20));
      return { object: 'chat.completion', model: 'gpt-4o-mini', choices: [], usage };
    },
    { name: 'ask', kind: 'model', model: 'gpt-4o-mini', budget: { estimate: ${CALL_USD} } },
  );
  Promise.allSettled(Array.from({ length: ${CALLS} }, (_, n) => ask(n))).then((outcomes) => {
    // On a slow machine a call may wait for the file too long.
    const known = ['KAGURA_BUDGET_EXCEEDED', 'KAGURA_BUDGET_UNAVAILABLE'];
    const others = outcomes.filter(({ reason }) => reason && !known.includes(reason.code));
    if (others.length > 0) throw others[0].reason;
    console.log(outcomes.filter(({ status }) => status === 'fulfilled').length);
  });`;

it('processes that spend from one file at once never spend more than the limit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-processes-'));
  const database = join(folder, 'kagura.db');
  const tracker = new CostTracker({ database });
  await tracker.setBudget('monthly', { limitUsd: LIMIT * CALL_USD, onLedgerUnavailable: 'deny' });

  const run = () => runProgram({ args: ['-e', PROGRAM], env: { KAGURA_DB: database } });
  const endings = await Promise.all(Array.from({ length: PROCESSES }, run));

  expect(endings.map(({ status }) => status)).toEqual(endings.map(() => 0));
  const letThrough = endings.reduce((sum, { stdout }) => sum + Number(stdout), 0);
  const [budget] = await tracker.getBudgets();
  expect(letThrough).toBeLessThanOrEqual(LIMIT);
  expect(letThrough).toBeGreaterThan(LIMIT / 2);
  expect(budget?.nanoUsd).toMatchObject({ spent: letThrough * CALL_NANO, reserved: 0, uncertain: 0 });
  rmSync(folder, { recursive: true });
});
