import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine';
import type { Measurement } from './measure-variant';
import { measureWriter } from './measure-writer';
import { printTable, writePage } from './performance-page';
import { VARIANTS, type VariantName } from './variants';

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, runs: { type: 'string', default: '3' } },
});

export interface BenchResult {
  readonly machine: string;
  readonly variants: readonly { readonly name: VariantName; readonly measurement: Measurement }[];
  readonly writer: ReturnType<typeof measureWriter>;
}

async function main(): Promise<void> {
  const sink = fork(join(__dirname, 'otlp-sink.js'));
  const port = await new Promise<number>((resolve) =>
    sink.once('message', (message) => resolve(Number(message))),
  );
  const otlpUrl = `http://127.0.0.1:${port}/v1/traces`;
  const names = Object.keys(VARIANTS) as VariantName[];
  const runs = new Map<VariantName, Measurement[]>(names.map((name) => [name, []]));
  // Round by round rather than variant by variant: a slow minute of the machine then slows all of them.
  for (let round = 0; round < Number(values.runs); round += 1) {
    for (const name of names) runs.get(name)?.push(inProcess(name, otlpUrl));
  }
  sink.disconnect();
  const variants = names.map((name) => ({ name, measurement: median(runs.get(name) ?? []) }));
  const result: BenchResult = { machine: describeMachine(), variants, writer: measureWriter() };
  printTable(result);
  if (values.write) writePage(result);
}

function inProcess(name: VariantName, otlpUrl: string): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  try {
    const output = execFileSync(
      process.execPath,
      [join(__dirname, 'measure-variant.js'), name, otlpUrl, folder],
      {
        encoding: 'utf8',
      },
    );
    return JSON.parse(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(measurements: readonly Measurement[]): Measurement {
  const middle = (key: keyof Measurement): number =>
    measurements.map((measurement) => measurement[key]).sort((a, b) => a - b)[
      Math.floor(measurements.length / 2)
    ] ?? Number.NaN;
  return { callPathUs: middle('callPathUs'), cpuUs: middle('cpuUs') };
}

void main();
