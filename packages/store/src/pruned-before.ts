import type { Connection } from './connection';

const KEY = 'pruned_before_us';

/** Microseconds since the epoch before which spans were deleted whose sums are kept; `null` where none ever was. */
export function readPrunedBefore(opened: Connection): number | null {
  const row = opened.get<{ value: string }>('SELECT value FROM setting WHERE key = ?', [KEY]);
  return row ? Number(row.value) : null;
}

/** Keeps the later of this and what is known. */
export function writePrunedBefore(opened: Connection, microseconds: number): void {
  const before = Math.max(microseconds, readPrunedBefore(opened) ?? Number.NEGATIVE_INFINITY);
  opened.run(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [KEY, String(before)],
  );
}
