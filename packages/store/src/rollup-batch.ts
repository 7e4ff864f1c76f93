import { LatencyHistogram, type SpanRecord } from '@kagura/core';
import type { Connection } from './connection';
import type { SqliteValue } from './driver';
import { MERGE_BYTES, ofParts, toPart } from './latency-parts';
import { ALL_MEASURES, combine, DIMENSIONS, type Measure, mergeExcluded } from './measures';
import { columnsOf, DAYS, HOURS, type Rollup, type RollupKey, startOf, whereKey } from './rollup';
import { spanFacts } from './span-facts';

interface Sums {
  readonly key: RollupKey;
  readonly facts: Record<Measure, number>;
  readonly latency: LatencyHistogram;
}

const PLACES = [1, ...DIMENSIONS, ...ALL_MEASURES, 'latency'].map(() => '?').join(', ');

const statementsOf = (rollup: Rollup) => ({
  add: `INSERT INTO ${rollup.table} (${columnsOf(rollup)}) VALUES (${PLACES})
    ON CONFLICT DO UPDATE SET ${mergeExcluded(ALL_MEASURES)},
      latency = iif(excluded.latency IS NULL, latency, CAST(ifnull(latency, '') || excluded.latency AS BLOB))`,
  longLatency: `SELECT latency FROM ${rollup.table} ${whereKey(rollup)} AND length(latency) > ${MERGE_BYTES}`,
  writeLatency: `UPDATE ${rollup.table} SET latency = ? ${whereKey(rollup)}`,
});

const HOUR_STATEMENTS = statementsOf(HOURS);
const DAY_STATEMENTS = statementsOf(DAYS);

/** What the rows of one batch add to the rollups; written in the transaction that writes the rows. */
export class RollupBatch {
  readonly #hours = new Map<string, Sums>();

  /** Takes a row that was really inserted, with the values of its columns. */
  add(record: SpanRecord, row: readonly SqliteValue[]): void {
    const facts = spanFacts(row);
    const hour = startOf(HOURS, facts.first_start_us / 1_000_000);
    const name = nameOf(hour, record);
    let sums = this.#hours.get(name);
    if (sums) addFacts(sums.facts, facts);
    else {
      sums = { key: keyOf(hour, record), facts: { ...facts }, latency: new LatencyHistogram() };
      this.#hours.set(name, sums);
    }
    if (record.latencyTracked) sums.latency.add(record.durationUs);
  }

  /** Errors are SQLite's own. */
  write(connection: Connection): void {
    const hours = [...this.#hours.values()];
    for (const sums of hours) writeSums(connection, HOUR_STATEMENTS, sums);
    for (const sums of toDays(hours)) writeSums(connection, DAY_STATEMENTS, sums);
  }
}

function toDays(hours: readonly Sums[]): readonly Sums[] {
  const days = new Map<string, Sums>();
  for (const {
    key: [hour, ...dimensions],
    facts,
    latency,
  } of hours) {
    const key: RollupKey = [startOf(DAYS, hour), ...dimensions];
    const name = JSON.stringify(key);
    const sums = days.get(name);
    if (sums) {
      addFacts(sums.facts, facts);
      sums.latency.merge(latency);
    } else {
      days.set(name, { key, facts: { ...facts }, latency: copyOf(latency) });
    }
  }
  return [...days.values()];
}

function copyOf(histogram: LatencyHistogram): LatencyHistogram {
  const copy = new LatencyHistogram();
  copy.merge(histogram);
  return copy;
}

function writeSums(
  connection: Connection,
  statements: typeof HOUR_STATEMENTS,
  { key, facts, latency }: Sums,
): void {
  const values = ALL_MEASURES.map((measure) => facts[measure]);
  connection.statement(statements.add).get(...key, ...values, toPart(latency));
  const stored = connection.statement(statements.longLatency).get(...key) as
    | { latency: Uint8Array }
    | undefined;
  if (stored) connection.statement(statements.writeLatency).get(toPart(ofParts(stored.latency)), ...key);
}

function addFacts(sums: Record<Measure, number>, facts: Readonly<Record<Measure, number>>): void {
  for (const measure of ALL_MEASURES) sums[measure] = combine(measure, sums[measure], facts[measure]);
}

function keyOf(hour: number, record: SpanRecord): RollupKey {
  return [
    hour,
    record.kind,
    record.agent ?? '',
    record.model ?? '',
    record.provider ?? '',
    record.service,
    record.environment ?? '',
  ];
}

/** The lengths tell apart what would read the same one after the other. */
function nameOf(hour: number, record: SpanRecord): string {
  const agent = record.agent ?? '';
  const model = record.model ?? '';
  const provider = record.provider ?? '';
  const { kind, service } = record;
  const lengths = `${agent.length},${model.length},${provider.length},${service.length}`;
  return `${hour},${lengths},${kind},${agent}${model}${provider}${service}${record.environment ?? ''}`;
}
