import { describeMeasurement } from './machine';
import type { LedgerMeasurement, Percentiles } from './measure-ledger';

/** In Markdown, with the machine and the day. */
export function ledgerTable(measurements: readonly LedgerMeasurement[]): string {
  return [
    describeMeasurement(),
    '',
    '| budgets of a call | processes | hold and settle, p50 µs | p99 µs | bare insert, p50 µs | p99 µs | ÷ bare, p50 | p99 |',
    '|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...measurements.map(row),
  ].join('\n');
}

function row({ budgets, processes, ledger, bare }: LedgerMeasurement): string {
  const cells = [
    budgets,
    processes,
    ...both(ledger).map((us) => us.toFixed(0)),
    ...both(bare).map((us) => us.toFixed(0)),
    ...both(ledger).map((us, index) => `${(us / (both(bare)[index] ?? Number.NaN)).toFixed(2)} ×`),
  ];
  return `| ${cells.join(' | ')} |`;
}

function both({ p50Us, p99Us }: Percentiles): readonly number[] {
  return [p50Us, p99Us];
}
