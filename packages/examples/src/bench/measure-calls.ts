import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from './measure-variant';
import { median } from './median';
import { VARIANTS, type VariantName } from './variants';

export interface CallMeasurement {
  readonly name: VariantName;
  readonly measurement: Measurement;
}

/** What a call costs in each variant: medians of so many runs, each in a process of its own. */
export async function measureCalls(rounds: number): Promise<CallMeasurement[]> {
  const sink = fork(join(__dirname, 'otlp-sink.js'));
  const port = await new Promise<number>((resolve) =>
    sink.once('message', (message) => resolve(Number(message))),
  );
  const otlpUrl = `http://127.0.0.1:${port}/v1/traces`;
  const names = Object.keys(VARIANTS) as VariantName[];
  const runs = new Map<VariantName, Measurement[]>(names.map((name) => [name, []]));
  // Round by round rather than variant by variant: a slow minute of the machine then slows all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) runs.get(name)?.push(inProcess(name, otlpUrl));
  }
  sink.disconnect();
  return names.map((name) => ({ name, measurement: medians(runs.get(name) ?? []) }));
}

function inProcess(name: VariantName, otlpUrl: string): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  try {
    const output = execFileSync(
      process.execPath,
      [join(__dirname, 'measure-variant.js'), name, otlpUrl, folder],
      { encoding: 'utf8' },
    );
    return JSON.parse(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function medians(measurements: readonly Measurement[]): Measurement {
  return {
    callPathUs: median(measurements.map(({ callPathUs }) => callPathUs)),
    cpuUs: median(measurements.map(({ cpuUs }) => cpuUs)),
  };
}
