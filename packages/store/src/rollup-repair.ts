import { LatencyHistogram } from '@kagura/core';
import type { Connection } from './connection';
import { mergeParts, toPart } from './latency-parts';
import { ALL_MEASURES, aggregates, DIMENSIONS, type Measure, SUMMED_MEASURES } from './measures';
import { columnsOf, DAYS, HOURS, type Rollup, type RollupKey, whereKey } from './rollup';

type DimensionRow = Readonly<Record<'hour' | 'day' | (typeof DIMENSIONS)[number], string | number>>;

const COLUMNS = DIMENSIONS.join(', ');
const OF_IDS = 'id IN (SELECT value FROM json_each(?))';

const REBUILD_HOUR = `
  INSERT INTO rollup_hour (${columnsOf(HOURS)})
  SELECT hour, ${COLUMNS}, ${aggregates(ALL_MEASURES)}, NULL
  FROM span_fact WHERE start_us >= ? AND start_us < ? GROUP BY hour, ${COLUMNS}`;

const REBUILD_DAY = `
  INSERT INTO rollup_day (${columnsOf(DAYS)})
  SELECT ?, ${COLUMNS}, ${aggregates(ALL_MEASURES)}, NULL
  FROM rollup_hour WHERE hour >= ? AND hour < ? GROUP BY ${COLUMNS}`;

const SUBTRACT = `
  UPDATE rollup_hour SET ${SUMMED_MEASURES.map((measure) => `${measure} = ${measure} - ?`).join(', ')}
  ${whereKey(HOURS)}`;

/** Sums of an hour once more, from all of its spans. Errors are SQLite's own. */
export function rebuildHour(opened: Connection, hour: number): void {
  const from = hour * 1_000_000;
  const to = (hour + HOURS.seconds) * 1_000_000;
  opened.statement('DELETE FROM rollup_hour WHERE hour = ?').run(hour);
  opened.statement(REBUILD_HOUR).run(from, to);
  const latencies = new Latencies(HOURS);
  const rows = opened
    .statement(
      `SELECT hour, ${COLUMNS}, duration_us FROM span_fact
       WHERE start_us >= ? AND start_us < ? AND latency_calls = 1`,
    )
    .all(from, to) as (DimensionRow & { duration_us: number })[];
  for (const row of rows) latencies.of(row).add(row.duration_us);
  latencies.write(opened);
}

/** Sums of a day once more, from those of its hours. Errors are SQLite's own. */
export function rebuildDay(opened: Connection, day: number): void {
  opened.statement('DELETE FROM rollup_day WHERE day = ?').run(day);
  opened.statement(REBUILD_DAY).run(day, day, day + DAYS.seconds);
  const latencies = new Latencies(DAYS);
  const rows = opened
    .statement(
      `SELECT ${day} AS day, ${COLUMNS}, latency FROM rollup_hour
       WHERE hour >= ? AND hour < ? AND latency IS NOT NULL`,
    )
    .all(day, day + DAYS.seconds) as (DimensionRow & { latency: Uint8Array })[];
  for (const row of rows) mergeParts(latencies.of(row), row.latency);
  latencies.write(opened);
}

/**
 * Takes spans out of the sums of their hour, of which other spans are gone and only the sums are left. Its longest
 * call and the times of its first and last one cannot be known again and stay. Errors are SQLite's own.
 */
export function subtractFromHour(opened: Connection, ids: readonly number[]): void {
  const list = JSON.stringify(ids);
  const sums = opened
    .statement(
      `SELECT hour, ${COLUMNS}, ${aggregates(SUMMED_MEASURES)} FROM span_fact
       WHERE ${OF_IDS} GROUP BY hour, ${COLUMNS}`,
    )
    .all(list) as (DimensionRow & Readonly<Record<Measure, number>>)[];
  for (const row of sums) {
    opened.statement(SUBTRACT).run(...SUMMED_MEASURES.map((measure) => row[measure]), ...keyOf(HOURS, row));
  }
  const durations = opened
    .statement(`SELECT hour, ${COLUMNS}, duration_us FROM span_fact WHERE ${OF_IDS} AND latency_calls = 1`)
    .all(list) as (DimensionRow & { duration_us: number })[];
  const latencies = new Latencies(HOURS, opened);
  for (const row of durations) latencies.of(row).remove(row.duration_us);
  latencies.write(opened);
  opened.statement('DELETE FROM rollup_hour WHERE calls <= 0').run();
}

/** Histograms of some rows of a rollup, which start from what is stored where a connection is given. */
class Latencies {
  readonly #rollup: Rollup;
  readonly #stored: Connection | undefined;
  readonly #entries = new Map<string, { readonly key: RollupKey; readonly histogram: LatencyHistogram }>();

  constructor(rollup: Rollup, stored?: Connection) {
    this.#rollup = rollup;
    this.#stored = stored;
  }

  of(row: DimensionRow): LatencyHistogram {
    const key = keyOf(this.#rollup, row);
    const name = JSON.stringify(key);
    const known = this.#entries.get(name);
    if (known) return known.histogram;
    const histogram = new LatencyHistogram();
    const stored = this.#stored && readLatency(this.#stored, this.#rollup, key);
    if (stored) mergeParts(histogram, stored);
    this.#entries.set(name, { key, histogram });
    return histogram;
  }

  write(opened: Connection): void {
    const sql = `UPDATE ${this.#rollup.table} SET latency = ? ${whereKey(this.#rollup)}`;
    for (const { key, histogram } of this.#entries.values()) {
      opened.statement(sql).run(toPart(histogram), ...key);
    }
  }
}

function readLatency(opened: Connection, rollup: Rollup, key: RollupKey): Uint8Array | null {
  const row = opened.statement(`SELECT latency FROM ${rollup.table} ${whereKey(rollup)}`).get(...key) as
    | { latency: Uint8Array | null }
    | undefined;
  return row?.latency ?? null;
}

function keyOf({ time }: Rollup, row: DimensionRow): RollupKey {
  return [Number(row[time]), ...DIMENSIONS.map((dimension) => row[dimension])];
}
