import { VARIANTS, type VariantName } from './variants';
import { PROMPT } from './workload';

const WARM_UP = 3_000;
const CALLS = 20_000;
/** Calls between two turns of the event loop, so that queues drain as they would in a server. */
const BURST = 100;

export interface Measurement {
  /** Microseconds of wall time per call, as the caller sees it. */
  readonly callPathUs: number;
  /** Microseconds of CPU time per call, writing and exporting included. */
  readonly cpuUs: number;
}

/** Runs one variant in this process: arguments are its name, the OTLP address and a folder. */
async function main(name: VariantName, otlpUrl: string, folder: string): Promise<void> {
  const variant = VARIANTS[name]({ otlpUrl, folder });
  await calls(variant.call, WARM_UP);
  await variant.finish();
  const cpu = process.cpuUsage();
  const callPathUs = await calls(variant.call, CALLS);
  await variant.finish();
  const { user, system } = process.cpuUsage(cpu);
  const measurement: Measurement = { callPathUs, cpuUs: (user + system) / CALLS };
  process.stdout.write(JSON.stringify(measurement));
}

async function calls(call: (prompt: string) => Promise<unknown>, count: number): Promise<number> {
  let inCalls = 0;
  for (let done = 0; done < count; done += BURST) {
    const start = performance.now();
    for (let index = 0; index < BURST; index += 1) await call(PROMPT);
    inCalls += performance.now() - start;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return (inCalls * 1_000) / count;
}

const [name, otlpUrl, folder] = process.argv.slice(2);
void main(name as VariantName, otlpUrl ?? '', folder ?? '').then(() => process.exit(0));
