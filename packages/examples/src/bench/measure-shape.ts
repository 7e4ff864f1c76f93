import { startObservability, trace } from '@kagura/observability';
import { CALL_SHAPES, type ShapeName, type Wrap } from './call-shapes';

const WARM_UP_MS = 300;
const MEASURED_MS = 1_000;

/** Runs one shape in this process and prints the microseconds of a unit. Without a folder nothing is observed. */
async function main(name: ShapeName, folder: string | undefined): Promise<void> {
  const kagura = folder === undefined ? undefined : startObservability({ database: `${folder}/kagura.db` });
  const bare: Wrap = (fn) => fn;
  const observed: Wrap = (fn) => trace(fn, 'bench');
  const { make, units } = CALL_SHAPES[name];
  const run = make(kagura ? observed : bare);
  await repeat(run, WARM_UP_MS);
  await kagura?.flush();
  const us = (await repeat(run, MEASURED_MS)) / units;
  await kagura?.flush();
  process.stdout.write(String(us));
}

/** Microseconds that a run takes on the call path: writing happens between the runs. */
async function repeat(run: () => Promise<unknown>, forMs: number): Promise<number> {
  let inRunsMs = 0;
  let runs = 0;
  while (inRunsMs < forMs) {
    const start = performance.now();
    await run();
    inRunsMs += performance.now() - start;
    runs += 1;
    if (runs % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return (inRunsMs * 1_000) / runs;
}

const [name, folder] = process.argv.slice(2);
void main(name as ShapeName, folder).then(() => process.exit(0));
