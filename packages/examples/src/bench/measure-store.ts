import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeedOptions } from '../seed-store/seed-options';
import { seedStore } from '../seed-store/seed-store';
import { measureReads, type ReadMeasurement } from './measure-reads';
import { measureWriter, type WriterMeasurement } from './measure-writer';

const SHAPE = { days: 30, agents: 5, models: 3, seed: 42 };
const ROUNDS = 7;
const WRITER_ROUNDS = 3;
/** Bytes of a span with content do not depend on how many there are. */
const SPANS_WITH_CONTENT = 100_000;

export interface SizedReads {
  readonly spans: number;
  readonly seedRowsPerSecond: number;
  readonly bytesPerSpan: number;
  readonly reads: readonly ReadMeasurement[];
}

export interface StoreMeasurement {
  readonly sizes: readonly SizedReads[];
  readonly bytesPerSpanWithContent: number;
  readonly writer: WriterMeasurement;
  readonly writerWithContent: WriterMeasurement;
}

/** Reads from stores of so many spans, smallest first; writing; and the room that spans take. */
export function measureStore(sizes: readonly number[]): StoreMeasurement {
  return {
    sizes: sizes.map((spans) => inStore({ spans, content: false }, measureSize)),
    bytesPerSpanWithContent: inStore(
      { spans: SPANS_WITH_CONTENT, content: true },
      ({ bytesPerSpan }) => bytesPerSpan,
    ),
    writer: measureWriter({ content: false, rounds: WRITER_ROUNDS }),
    writerWithContent: measureWriter({ content: true, rounds: WRITER_ROUNDS }),
  };
}

interface SeededStore {
  readonly database: string;
  readonly spans: number;
  readonly session: string;
  readonly seedRowsPerSecond: number;
  readonly bytesPerSpan: number;
}

function measureSize({ database, session, ...seeded }: SeededStore): SizedReads {
  return { ...seeded, reads: measureReads({ database, session, rounds: ROUNDS }) };
}

function inStore<Result>(
  shape: Pick<SeedOptions, 'spans' | 'content'>,
  measure: (store: SeededStore) => Result,
): Result {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-bench-'));
  try {
    const database = join(folder, 'kagura.db');
    const start = performance.now();
    const { lastSession = '' } = seedStore({ ...SHAPE, ...shape, end: new Date(), database });
    const seconds = (performance.now() - start) / 1_000;
    return measure({
      database,
      spans: shape.spans,
      session: lastSession,
      seedRowsPerSecond: shape.spans / seconds,
      bytesPerSpan: bytesOnDisk(database) / shape.spans,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** With the log beside it, which holds what is not copied back yet. */
function bytesOnDisk(path: string): number {
  return [path, `${path}-wal`].reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
