// Processes with several threads each write one store and are killed with SIGKILL at random moments, again and again.
// Afterwards the store must hold every row that was acknowledged, none twice, and sums that are those of its rows.
// `--kills`, `--processes` and `--threads` set the size, `--seed` repeats the moments of an earlier run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StoreCheck } from '../test/kill/check-store.mjs';
import { runKillLoop } from '../test/kill/kill-loop.mjs';

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

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function randomNumbers(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
if (failed === 0) rmSync(folder, { recursive: true, force: true });
else console.log(`The store is kept in ${folder}.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
