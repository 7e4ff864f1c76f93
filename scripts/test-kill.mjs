// Processes with several threads each write one store and are killed with SIGKILL at random moments, again and again.
// Afterwards the store must hold every row that was acknowledged, none twice, and sums that are those of its rows.
// Then the same with a ledger: never more is spent and held than a budget allows, and its books agree with the journals
// of those who have spent.
// `--kills`, `--processes` and `--threads` set the size, `--seed` repeats the moments of an earlier run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StoreCheck } from '../test/kill/check-store.mjs';
import { runKillLoop } from '../test/kill/kill-loop.mjs';
import { randomNumbers } from '../test/kill/random-numbers.mjs';
import { spendAndReport } from '../test/kill/spend-report.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    processes: { type: 'string', default: '4' },
    threads: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [kills, processes, threads, seed] = [values.kills, values.processes, values.threads, values.seed].map(
  Number,
);

/** With so many writers SQLite keeps one of them waiting for long now and then. It says so, and loses nothing. */
function sortWarnings(text) {
  const lines = text.split('\n').filter((line) => line !== '' && !line.includes('--trace-warnings'));
  const others = lines.filter((line) => !/\[KAGURA_STORE_WRITE\].*database is locked$/.test(line));
  return { lockedOut: lines.length - others.length, others: others.join('\n') };
}

const folder = mkdtempSync(join(tmpdir(), 'kagura-kill-'));
const database = join(folder, 'kagura.db');
console.log(`${processes} processes of ${threads} threads, ${kills} kills, seed ${seed}`);
const loop = await runKillLoop({ database, kills, processes, threads, random: randomNumbers(seed) });

let passed = 0;
let failed = 0;
function check(what, isTrue, found) {
  if (isTrue) passed += 1;
  else failed += 1;
  console.log(`${isTrue ? '✓' : '✖'} ${what}: ${found}`);
}

const count = (number) => number.toLocaleString('en-US');
check(
  'killed',
  loop.kills === kills && !loop.gaveUp,
  `${loop.kills} of ${kills}${loop.gaveUp ? ', given up for want of time' : ''}`,
);
check(
  'stopped by SIGTERM in the end',
  loop.endings.every((signal) => signal === 'SIGTERM'),
  loop.endings.join(', '),
);
const { lockedOut, others } = sortWarnings(loop.errors);
console.log(`  times a thread was locked out for two seconds, and tried again: ${lockedOut}`);
check('other warnings and errors', others === '', others === '' ? 'none' : others.slice(0, 2_000));
try {
  const store = new StoreCheck(database);
  check('integrity', store.integrity() === 'ok', store.integrity());
  const missing = store.missing(loop.acknowledged);
  check(
    'acknowledged rows that are lost',
    missing.length === 0 && loop.acknowledged.length > 0,
    `${count(missing.length)} of ${count(loop.acknowledged.length)} in ${count(loop.batches)} batches`,
  );
  const repeated = store.repeated();
  check('rows that are there twice', repeated.length === 0, `${repeated.length} of ${count(store.rows)}`);
  const rollups = store.rollups();
  check('tables of sums', rollups.length > 0, rollups.join(', '));
  for (const rollup of rollups) {
    const differences = store.differences(rollup);
    check(`groups of ${rollup} that are not the sum of their rows`, differences === 0, differences);
    const { counted, expected } = store.latencies(rollup);
    check(
      `latencies in ${rollup}`,
      counted === expected && expected > 0,
      `${count(counted)} of ${count(expected)}`,
    );
  }
  store.close();
} catch (error) {
  check('the store can be read', false, error);
}

console.log('budgets of a ledger, each process with 64 calls in flight in each thread');
const spend = await spendAndReport({ kills, processes, threads, seed });
check(
  'killed',
  spend.kills === kills && !spend.gaveUp,
  `${spend.kills} of ${kills}${spend.gaveUp ? ', given up for want of time' : ''}`,
);
check(
  'stopped by itself in the end',
  spend.endings.every((status) => status === 0),
  spend.endings.join(', '),
);
console.log(`  times a call waited too long for the lock, and asked again: ${spend.busy}`);
check('other warnings and errors', spend.errors === '', spend.errors === '' ? 'none' : spend.errors);
check('integrity of the ledger', spend.integrity === 'ok', spend.integrity);
check(
  'looks that found more spent and held than a budget allows',
  spend.exceeded.length === 0 && spend.looks > 0,
  `${spend.exceeded.length} of ${count(spend.looks)}, at most ${count(spend.most.all)} nano-dollars in all`,
);
check(
  'calls that were settled wrongly, twice or not at all',
  spend.wronglySettled.length === 0 && spend.facts > 0,
  `${spend.wronglySettled.length} of ${count(spend.facts)}`,
);
check(
  'balances that are not the sum of their calls',
  spend.differences.length === 0,
  spend.differences.length,
);
check(
  'holds that outlive their process',
  spend.held === 0,
  `${spend.held}; uncertain ones: ${count(spend.uncertain)}`,
);
const settledAsSpent = Object.keys(spend.spent).every((id) => spend.settled[id] === spend.spent[id]);
check(
  'settled as the journals say, once what was interrupted is settled again',
  settledAsSpent && spend.differencesAfterReplay.length === 0,
  `${count(spend.settled.all)} of ${count(spend.spent.all)} nano-dollars, ${spend.replayed} calls settled again`,
);
if (failed === 0) rmSync(folder, { recursive: true, force: true });
else console.log(`The store is kept in ${folder}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
