import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type CostRequest, calculateCost, extractUsage, type PriceOverride } from '@kagura/core';
import { RESPONSES } from './core-responses';
import { median } from './median';

export interface Speed {
  readonly name: string;
  /** Calls per second. */
  readonly perSecond: number;
}

/** How fast calls are read and priced, and what the price table costs. */
export interface CoreMeasurement {
  readonly pricing: readonly Speed[];
  readonly reading: readonly Speed[];
  readonly table: TableMeasurement;
}

interface TableMeasurement {
  /** Milliseconds to read and parse it at the first price, in a process of its own. */
  readonly loadMs: number;
  readonly loadedOnImport: boolean;
  readonly gzippedBytes: number;
}

const BATCH = 100_000;
const BATCHES = 9;
const PROCESSES = 9;

const AT = new Date('2026-09-25T12:00:00Z');
const PLAIN = { inputTokens: 1_200, outputTokens: 300 };
const DETAILED = { ...PLAIN, cachedReadTokens: 700, cacheWriteTokens: 300, cacheWrite1hTokens: 100 };
const DISCOUNT: readonly PriceOverride[] = [{ model: 'gpt-4o*', provider: 'openai', discount: '0.85' }];

/** Price and cache of each are found once, as in any program that calls a model more than once. */
const CALLS: Readonly<Record<string, readonly [CostRequest, (readonly PriceOverride[])?]>> = {
  'input and output': [{ provider: 'openai', model: 'gpt-4o', usage: PLAIN, at: AT }],
  'a cache of two lifetimes and a search': [
    {
      provider: 'anthropic',
      model: 'claude-sonnet-4-6',
      usage: { ...DETAILED, webSearchRequests: 1 },
      at: AT,
    },
  ],
  'a discount on it': [{ provider: 'openai', model: 'gpt-4o', usage: PLAIN, at: AT }, DISCOUNT],
  'a model without a price': [{ provider: 'openai', model: 'gpt-unknown', usage: PLAIN, at: AT }],
};

export function measureCore(): CoreMeasurement {
  return {
    pricing: Object.entries(CALLS).map(([name, [request, overrides]]) => ({
      name,
      perSecond: callsPerSecond(() => calculateCost(request, { overrides })),
    })),
    reading: Object.entries(RESPONSES).map(([name, response]) => ({
      name,
      perSecond: callsPerSecond(() => extractUsage(response)),
    })),
    table: measureTable(),
  };
}

function callsPerSecond(call: () => unknown): number {
  const batch = (): number => {
    const start = performance.now();
    for (let done = 0; done < BATCH; done += 1) call();
    return (BATCH * 1_000) / (performance.now() - start);
  };
  batch();
  return median(Array.from({ length: BATCHES }, batch));
}

function measureTable(): TableMeasurement {
  const core = dirname(require.resolve('@kagura/core/package.json'));
  const loads = Array.from({ length: PROCESSES }, loadTable);
  return {
    loadMs: median(loads.map(({ loadMs }) => loadMs)),
    loadedOnImport: loads.some(({ loadedOnImport }) => loadedOnImport),
    gzippedBytes: gzipSync(readFileSync(join(core, 'dist/prices.json'))).length,
  };
}

function loadTable(): Omit<TableMeasurement, 'gzippedBytes'> {
  return JSON.parse(
    execFileSync(process.execPath, [join(__dirname, 'measure-table.js')], { encoding: 'utf8' }),
  );
}
