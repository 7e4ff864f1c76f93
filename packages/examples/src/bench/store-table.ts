import { formatBytes, formatCount } from '@kagura/core';
import { describeMeasurement } from './machine';
import type { SizedReads, StoreMeasurement } from './measure-store';
import type { WriterMeasurement } from './measure-writer';

/** In Markdown, with the machine and the day. */
export function storeTable(store: StoreMeasurement): string {
  return [
    describeMeasurement(),
    '',
    ...readsTable(store.sizes),
    '',
    ...store.sizes.map(
      ({ spans, seedRowsPerSecond }) =>
        `${formatCount(spans)} spans were written at ${perSecond(seedRowsPerSecond)}.`,
    ),
    '',
    '| a span | bytes on disk | written | bare inserts of the same rows | ÷ bare |',
    '|---|--:|--:|--:|--:|',
    writerRow('without content', bytesPerSpan(store.sizes), store.writer),
    writerRow('with about 1 KB of content', store.bytesPerSpanWithContent, store.writerWithContent),
  ].join('\n');
}

function readsTable(sizes: readonly SizedReads[]): string[] {
  const columns = sizes.flatMap(({ spans }, index) => [
    `${formatCount(spans)} spans, ms`,
    '÷ `--version`',
    ...(index === 0 ? [] : ['÷ smallest']),
  ]);
  return [
    `| command | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '--:|').join('')}`,
    ...(sizes[0]?.reads ?? []).map(
      ({ command }, row) => `| \`${command}\` | ${readCells(sizes, row).join(' | ')} |`,
    ),
  ];
}

function readCells(sizes: readonly SizedReads[], row: number): string[] {
  const ms = (size: SizedReads | undefined, index = row): number => size?.reads[index]?.ms ?? Number.NaN;
  return sizes.flatMap((size, index) => [
    ms(size).toFixed(0),
    ratio(ms(size), ms(size, 0)),
    ...(index === 0 ? [] : [ratio(ms(size), ms(sizes[0]))]),
  ]);
}

function writerRow(
  label: string,
  bytes: number,
  { rowsPerSecond, rawRowsPerSecond }: WriterMeasurement,
): string {
  const cells = [formatBytes(Math.round(bytes)), perSecond(rowsPerSecond), perSecond(rawRowsPerSecond)];
  return `| ${label} | ${cells.join(' | ')} | ${ratio(rowsPerSecond, rawRowsPerSecond)} |`;
}

function bytesPerSpan(sizes: readonly SizedReads[]): number {
  return sizes.at(-1)?.bytesPerSpan ?? Number.NaN;
}

function ratio(value: number, base: number): string {
  return `${(value / base).toFixed(2)} ×`;
}

function perSecond(rows: number): string {
  return `${formatCount(Math.round(rows / 100) * 100)} rows/s`;
}
