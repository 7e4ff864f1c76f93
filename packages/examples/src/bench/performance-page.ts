import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchResult } from './run';

const PAGE = join(__dirname, '../../../../docs/performance.md');
const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';
const FLOOR = 'hand-written OpenTelemetry span (content, OTLP)';

export function printTable(result: BenchResult): void {
  console.log(toMarkdown(result));
}

/** Replaces the figures in docs/performance.md, with the machine and the day they were measured. */
export function writePage(result: BenchResult): void {
  const page = readFileSync(PAGE, 'utf8');
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${PAGE} has no place for figures: ${BEGIN} … ${END}`);
  writeFileSync(PAGE, `${page.slice(0, begin)}${BEGIN}\n${toMarkdown(result)}\n${page.slice(end)}`);
}

function toMarkdown({ machine, variants, writer }: BenchResult): string {
  const floor = variants.find(({ name }) => name === FLOOR)?.measurement;
  const rows = variants.map(({ name, measurement: { callPathUs, cpuUs } }) => {
    const ratio = (value: number, base: number | undefined): string =>
      base ? `${(value / base).toFixed(2)} ×` : '';
    return `| ${name} | ${callPathUs.toFixed(1)} | ${ratio(callPathUs, floor?.callPathUs)} | ${cpuUs.toFixed(1)} | ${ratio(cpuUs, floor?.cpuUs)} |`;
  });
  const perSecond = (value: number): string =>
    `${(Math.round(value / 100) * 100).toLocaleString('en-US')} rows/s`;
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`,
    '',
    '| call | call path, µs | ÷ hand-written | all CPU, µs | ÷ hand-written |',
    '|---|--:|--:|--:|--:|',
    ...rows,
    '',
    `Writer: ${perSecond(writer.rowsPerSecond)} without content, ${perSecond(writer.rowsPerSecondWithContent)} with about 1 KB a row (${writer.rows.toLocaleString('en-US')} rows).`,
  ].join('\n');
}
