// Runs processes that spend from one ledger, and prints as JSON what became of it. `--kills` has so many of them killed;
// without, they end when all is spent.
import { parseArgs } from 'node:util';
import { spendAndReport } from './spend-report.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '0' },
    processes: { type: 'string', default: '4' },
    threads: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [kills, processes, threads, seed] = [values.kills, values.processes, values.threads, values.seed].map(
  Number,
);
const report = await spendAndReport({ kills, processes, threads, seed });
process.stdout.write(`${JSON.stringify({ seed, ...report })}\n`);
