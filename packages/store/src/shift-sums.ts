import type { Connection } from './connection';
import type { SqliteValue } from './driver';
import { aggregates, DIMENSIONS, type Measure, SUMMED_MEASURES } from './measures';
import { DAYS, HOURS, type Rollup, type RollupKey, startOf, whereKey } from './rollup';

type SumsRow = Readonly<Record<Measure, number>> &
  Readonly<Record<'hour' | (typeof DIMENSIONS)[number], string | number>>;

const COLUMNS = DIMENSIONS.join(', ');

const SUMS = `
  SELECT hour, ${COLUMNS}, ${aggregates(SUMMED_MEASURES)} FROM span_fact
  WHERE id IN (SELECT value FROM json_each(?)) GROUP BY hour, ${COLUMNS}`;

const addTo = (rollup: Rollup): string => `
  UPDATE ${rollup.table} SET ${SUMMED_MEASURES.map((measure) => `${measure} = ${measure} + ?`).join(', ')}
  ${whereKey(rollup)}`;

const ADD_TO_HOUR = addTo(HOURS);
const ADD_TO_DAY = addTo(DAYS);

/**
 * Changes the given spans, in anything but what the sums are kept by and the times, and moves the sums by as much: they
 * are exact also where other spans of the hour are gone. To be called inside a transaction. Errors are SQLite's own.
 */
export function shiftSums(opened: Connection, ids: readonly number[], change: () => void): void {
  const list = JSON.stringify(ids);
  const before = new Map(readSums(opened, list).map((row) => [nameOf(row), row]));
  change();
  for (const after of readSums(opened, list)) {
    const was = before.get(nameOf(after));
    const shifts = SUMMED_MEASURES.map((measure) => after[measure] - (was?.[measure] ?? 0));
    if (shifts.every((shift) => shift === 0)) continue;
    const hour = Number(after.hour);
    const dimensions = DIMENSIONS.map((dimension): SqliteValue => after[dimension]);
    const key: RollupKey = [hour, ...dimensions];
    opened.statement(ADD_TO_HOUR).run(...shifts, ...key);
    opened.statement(ADD_TO_DAY).run(...shifts, startOf(DAYS, hour), ...dimensions);
  }
}

function readSums(opened: Connection, list: string): readonly SumsRow[] {
  return opened.statement(SUMS).all(list) as SumsRow[];
}

function nameOf(row: SumsRow): string {
  return JSON.stringify([row.hour, ...DIMENSIONS.map((dimension) => row[dimension])]);
}
