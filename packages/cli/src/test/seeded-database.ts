import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpanRecord } from '@kagura/core';
import { openDatabase, type Settings, SpanWriter, writeSettings } from '@kagura/store';

export interface SeededDatabase {
  readonly folder: string;
  readonly path: string;
  remove(): void;
}

/** A database file in a folder of its own, at the place where the command looks for it. */
export function seedDatabase(records: readonly SpanRecord[], settings?: Settings): SeededDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-cli-'));
  const path = join(folder, '.kagura', 'kagura.db');
  const database = openDatabase({ path });
  const writer = new SpanWriter(database);
  for (const record of records) {
    writer.add(record);
  }
  writer.close();
  if (settings !== undefined) {
    writeSettings(database, settings);
  }
  database.close();
  return { folder, path, remove: () => rmSync(folder, { recursive: true }) };
}
