import { describeMeasurement } from './machine';
import type { CallMeasurement } from './measure-calls';

const FLOOR = 'hand-written OpenTelemetry span (content, OTLP)';

/** In Markdown, with the machine and the day. */
export function callsTable(variants: readonly CallMeasurement[]): string {
  const floor = variants.find(({ name }) => name === FLOOR)?.measurement;
  const rows = variants.map(({ name, measurement: { callPathUs, cpuUs } }) => {
    const ratio = (value: number, base: number | undefined): string =>
      base ? `${(value / base).toFixed(2)} ×` : '';
    return `| ${name} | ${callPathUs.toFixed(1)} | ${ratio(callPathUs, floor?.callPathUs)} | ${cpuUs.toFixed(1)} | ${ratio(cpuUs, floor?.cpuUs)} |`;
  });
  return [
    describeMeasurement(),
    '',
    '| call | call path, µs | ÷ hand-written | all CPU, µs | ÷ hand-written |',
    '|---|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}
