import { formatBytes, formatCount } from '@kagura/core';
import { describeMeasurement } from './machine';
import type { CoreMeasurement, Speed } from './measure-core';

/** What each is meant to reach at least; a table's milliseconds and bytes at most. */
const GOALS = { pricedPerSecond: 1_000_000, readPerSecond: 500_000, loadMs: 15, gzippedBytes: 100_000 };

/** In Markdown, with the machine and the day. */
export function coreTable({ pricing, reading, table }: CoreMeasurement): string {
  const { loadMs, loadedOnImport, gzippedBytes } = table;
  return [
    describeMeasurement(),
    '',
    ...speeds('`calculateCost`', pricing, GOALS.pricedPerSecond),
    '',
    ...speeds('`extractUsage`', reading, GOALS.readPerSecond),
    '',
    '| price table | | ÷ limit |',
    '|---|--:|--:|',
    `| loaded ${loadedOnImport ? 'on import' : 'with the first price, not on import'} | ${loadMs.toFixed(1)} ms | ${ratio(loadMs, GOALS.loadMs)} |`,
    `| gzipped | ${formatBytes(gzippedBytes)} | ${ratio(gzippedBytes, GOALS.gzippedBytes)} |`,
  ].join('\n');
}

function speeds(title: string, measured: readonly Speed[], goal: number): string[] {
  return [
    `| ${title} | calls/s | ÷ goal of ${formatCount(goal)} |`,
    '|---|--:|--:|',
    ...measured.map(
      ({ name, perSecond }) => `| ${name} | ${rounded(perSecond)} | ${ratio(perSecond, goal)} |`,
    ),
  ];
}

function rounded(perSecond: number): string {
  return formatCount(Math.round(perSecond / 10_000) * 10_000);
}

function ratio(value: number, base: number): string {
  return `${(value / base).toFixed(2)} ×`;
}
