import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpanRecord } from '@kagura/core';
import { openDatabase, SpanWriter } from '@kagura/store';
import { fileBudgets } from '../file-budgets';
import { databaseSource, type ReadingSource } from '../reading-source';

/** A database file in a folder of its own, filled with spans. */
export class SeededStore {
  readonly path: string;
  readonly #folder: string;

  constructor(spans: readonly SpanRecord[] = []) {
    this.#folder = mkdtempSync(join(tmpdir(), 'kagura-reading-'));
    this.path = join(this.#folder, 'kagura.db');
    const database = openDatabase({ path: this.path });
    const writer = new SpanWriter(database);
    for (const span of spans) writer.add(span);
    writer.close();
    database.close();
  }

  /** Reads the file as at an instant, seen from a zone. */
  source(timeZone = 'UTC', now = '2025-10-15T12:00:00Z'): () => ReadingSource {
    const file = databaseSource({ database: this.path, timeZone });
    const clock = () => new Date(now);
    const budgets = fileBudgets({ database: this.path, now: clock });
    return () => ({ open: () => file.open(), timeZone, now: clock, priceOverrides: [], budgets });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
