import { connection, type Database } from '../database';
import { ALL_MEASURES, aggregates, DIMENSIONS } from '../measures';

/** What `PRAGMA integrity_check` says. */
export function integrityOf(database: Database): unknown {
  return database[connection].get<{ integrity_check: string }>('PRAGMA integrity_check')?.integrity_check;
}

/** Fails where a rollup says anything else than the spans themselves. */
export function expectSumsOfSpans(database: Database): void {
  const opened = database[connection];
  for (const [table, time] of [
    ['rollup_hour', 'hour'],
    ['rollup_day', 'day'],
  ]) {
    const keys = [time, ...DIMENSIONS].join(', ');
    const stored = opened.all(`SELECT ${keys}, ${ALL_MEASURES.join(', ')} FROM ${table} ORDER BY ${keys}`);
    const fromSpans = opened.all(
      `SELECT ${keys}, ${aggregates(ALL_MEASURES)} FROM span_fact GROUP BY ${keys} ORDER BY ${keys}`,
    );
    expect(stored).toEqual(fromSpans);
  }
}
