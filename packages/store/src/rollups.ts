import { LatencyHistogram, type SpanRecord } from '@kagura/core';
import type { Connection } from './connection';
import type { SqliteValue } from './driver';
import { ALL_MEASURES, aggregates, KEYS, mergeExcluded } from './measures';

const HOUR_US = 3_600_000_000;
const HOUR_SECONDS = 3_600;

const ADD_SUMS = `
  INSERT INTO rollup_hour (${KEYS.join(', ')}, ${ALL_MEASURES.join(', ')})
  SELECT ${KEYS.join(', ')}, ${aggregates(ALL_MEASURES)}
  FROM span_fact WHERE id > ? GROUP BY ${KEYS.join(', ')}
  ON CONFLICT DO UPDATE SET ${mergeExcluded(ALL_MEASURES)}`;

const OF_KEY = `WHERE ${KEYS.map((key) => `${key} = ?`).join(' AND ')}`;
const READ_LATENCY = `SELECT latency FROM rollup_hour ${OF_KEY}`;
const WRITE_LATENCY = `UPDATE rollup_hour SET latency = ? ${OF_KEY}`;

interface RollupLatency {
  readonly key: readonly SqliteValue[];
  readonly histogram: LatencyHistogram;
}

/** What the rows of one batch add to the hourly sums; written in the transaction that writes the rows. */
export class RollupBatch {
  readonly #latencies = new Map<string, RollupLatency>();

  /** Takes the latency of a row that was really inserted; everything else is summed from the rows themselves. */
  add(record: SpanRecord): void {
    if (!record.latencyTracked) return;
    const key = rollupKey(record);
    const name = key.join('\0');
    let latency = this.#latencies.get(name);
    if (!latency) {
      latency = { key, histogram: new LatencyHistogram() };
      this.#latencies.set(name, latency);
    }
    latency.histogram.add(record.durationUs);
  }

  /** Adds the rows with ids above `lastId`. */
  write(connection: Connection, lastId: number): void {
    connection.statement(ADD_SUMS).run(lastId);
    for (const { key, histogram } of this.#latencies.values()) {
      const row = connection.statement(READ_LATENCY).get(...key) as { latency: Uint8Array | null };
      if (row.latency) histogram.merge(LatencyHistogram.fromBytes(row.latency));
      connection.statement(WRITE_LATENCY).run(histogram.toBytes(), ...key);
    }
  }
}

/** The key columns of `span_fact` for this record, in the order of `KEYS`. */
function rollupKey(record: SpanRecord): SqliteValue[] {
  return [
    Math.floor(Math.round(record.startUs) / HOUR_US) * HOUR_SECONDS,
    record.kind,
    record.agent ?? '',
    record.model ?? '',
    record.provider ?? '',
    record.service,
    record.environment ?? '',
  ];
}
