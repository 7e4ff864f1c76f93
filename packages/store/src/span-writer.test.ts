import type { SpanRecord } from '@kagura/core';
import { connection, type Database } from './database';
import { openDatabase } from './open-database';
import { readCostTotals } from './queries/costs';
import { readStoreSummary } from './queries/summaries';
import { type DropReason, SpanWriter, type SpanWriterOptions } from './span-writer';
import { runNode } from './test/run-node';
import { invocation, modelCall, spanRecord } from './test/span-records';
import { cleanUp, temporaryDatabase } from './test/temporary-store';

afterEach(cleanUp);

/** A writer with everything it told. */
function writerOf(database: Database, options: SpanWriterOptions = {}) {
  const errors: unknown[] = [];
  const drops: [DropReason, number][] = [];
  const writer = new SpanWriter(database, {
    onError: (error) => errors.push(error),
    onDrop: (reason, rows) => drops.push([reason, rows]),
    ...options,
  });
  return { writer, errors, drops };
}

/** A second connection that keeps the write lock until it is told to give it back. */
function lock(database: Database): { release: () => void } {
  const other = openDatabase({ path: database.path });
  other[connection].exec('BEGIN IMMEDIATE');
  return {
    release: () => {
      other[connection].exec('ROLLBACK');
      other.close();
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 800 && !condition(); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(condition()).toBe(true);
}

function addAll(writer: SpanWriter, records: readonly SpanRecord[]): void {
  for (const record of records) writer.add(record);
}

const modelCalls = (count: number, fields: Partial<SpanRecord> = {}) =>
  Array.from({ length: count }, () => modelCall(undefined, fields));

describe('writing', () => {
  it('waits for the end of the tick, and then for more rows or a moment', async () => {
    const database = temporaryDatabase();
    const { writer } = writerOf(database, { maxBatchRows: 10, maxDelayMs: 20 });
    addAll(writer, modelCalls(25));
    expect([writer.queuedRows, writer.writtenRows]).toEqual([25, 0]);
    await until(() => writer.queuedRows <= 5);
    expect(writer.writtenRows).toBe(20);
    await until(() => writer.queuedRows === 0);
    expect(readCostTotals(database).calls).toBe(25);
    writer.close();
  });

  it('has everything in the database after a flush, and after closing', () => {
    const database = temporaryDatabase();
    const { writer, drops } = writerOf(database);
    addAll(writer, modelCalls(450));
    writer.flush();
    expect([readCostTotals(database).calls, writer.queuedRows, writer.writtenRows]).toEqual([450, 0, 450]);
    addAll(writer, modelCalls(3));
    writer.close();
    expect(readCostTotals(database).calls).toBe(453);
    expect(drops).toEqual([]);
  });

  it.each([{}, { maxQueueRows: 1_000 }, { maxQueueBytes: 1_000_000 }])(
    'loses none of 20,000 rows of one tick (%p)',
    async (options) => {
      const database = temporaryDatabase();
      const { writer, drops, errors } = writerOf(database, options);
      const content = { input: 'x'.repeat(500), output: 'y'.repeat(500) };
      addAll(writer, modelCalls(20_000, { content }));
      await until(() => writer.queuedRows === 0);
      expect(readCostTotals(database).calls).toBe(20_000);
      expect([drops, errors, writer.droppedRows]).toEqual([[], [], 0]);
      writer.close();
    },
  );

  it('writes a row that comes twice once', () => {
    const database = temporaryDatabase();
    const { writer, drops, errors } = writerOf(database);
    const call = modelCall(invocation('agent'), { content: { input: '["a"]', output: null } });
    addAll(writer, [call, call]);
    writer.flush();
    addAll(writer, [modelCall(undefined), call]);
    writer.close();
    expect(readCostTotals(database)).toMatchObject({ calls: 2, inputTokens: 200, nanoUsd: 1_500_000 });
    expect([drops, errors]).toEqual([[], []]);
  });

  it('lets the process end, and is flushed by whoever listens for the end', async () => {
    const database = temporaryDatabase();
    const script = `
      const database = store.openDatabase({ path: args[0] });
      const writer = new store.SpanWriter(database, { maxDelayMs: 1e8 });
      process.on('exit', () => writer.close());
      for (let row = 0; row < 1050; row += 1) writer.add(records.modelCall());`;
    await runNode(script, [database.path]);
    expect(readCostTotals(database).calls).toBe(1_050);
  });

  it('shares the file with other processes', async () => {
    const database = temporaryDatabase();
    const script = `
      const database = store.openDatabase({ path: args[0] });
      const writer = new store.SpanWriter(database, { maxBatchRows: 10 });
      process.on('exit', () => writer.close());
      for (let row = 0; row < 2000; row += 1) writer.add(records.modelCall());`;
    const { writer, errors } = writerOf(database, { maxBatchRows: 10 });
    const others = [runNode(script, [database.path]), runNode(script, [database.path])];
    addAll(writer, modelCalls(2_000));
    await Promise.all(others);
    writer.close();
    expect(readCostTotals(database)).toMatchObject({ calls: 6_000, nanoUsd: 6_000 * 750_000 });
    expect(errors).toEqual([]);
  });
});

describe('a database that cannot be written to for a while', () => {
  it('is tried again until another connection gives the lock back', async () => {
    const database = temporaryDatabase();
    const { writer, errors } = writerOf(database, { maxBatchRows: 10, maxDelayMs: 1 });
    const { release } = lock(database);
    addAll(writer, modelCalls(25));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([writer.queuedRows, writer.writtenRows, errors]).toEqual([25, 0, []]);
    release();
    await until(() => writer.queuedRows === 0);
    expect(readCostTotals(database).calls).toBe(25);
    writer.close();
  });

  it('is told about once, until it works again', () => {
    const database = temporaryDatabase();
    const { writer, errors } = writerOf(database);
    const sqlite = database[connection];
    const breakTable = () => sqlite.exec('ALTER TABLE rollup_hour RENAME TO gone');
    breakTable();
    addAll(writer, modelCalls(1));
    writer.flush();
    writer.flush();
    expect(errors).toHaveLength(1);
    expect(String(errors[0])).toContain('no such table');
    sqlite.exec('ALTER TABLE gone RENAME TO rollup_hour');
    writer.flush();
    expect([writer.queuedRows, writer.writtenRows]).toEqual([0, 1]);
    breakTable();
    addAll(writer, modelCalls(1));
    writer.close();
    expect(errors).toHaveLength(2);
  });

  it('leaves no part of a batch behind', () => {
    const database = temporaryDatabase();
    const { writer } = writerOf(database);
    const sqlite = database[connection];
    sqlite.exec('ALTER TABLE rollup_hour RENAME TO gone');
    addAll(writer, modelCalls(5));
    writer.flush();
    expect(sqlite.get('SELECT count(*) AS spans FROM spans')).toEqual({ spans: 0 });
    writer.close();
  });

  it('costs the oldest rows once the queue is full', () => {
    const database = temporaryDatabase();
    const { writer, drops } = writerOf(database, { maxQueueRows: 10 });
    const { release } = lock(database);
    const calls = Array.from({ length: 25 }, (_, index) => modelCall(undefined, { startUs: index }));
    addAll(writer, calls);
    expect([writer.queuedRows, writer.droppedRows]).toEqual([10, 15]);
    expect(drops).toEqual(Array.from({ length: 15 }, () => ['queue_full', 1]));
    release();
    writer.close();
    expect(database[connection].get('SELECT min(start_us) AS first, count(*) AS rows FROM spans')).toEqual({
      first: 15,
      rows: 10,
    });
  });

  it('costs the oldest rows once their texts take too much', () => {
    const database = temporaryDatabase();
    const { writer } = writerOf(database, { maxQueueBytes: 1_000_000 });
    const { release } = lock(database);
    addAll(writer, modelCalls(50, { content: { input: 'あ'.repeat(49_500), output: null } }));
    expect(writer.queuedRows).toBe(9);
    addAll(writer, modelCalls(50, { attributes: { list: ['x'.repeat(40_000), 'y'.repeat(9_500)] } }));
    expect(writer.queuedRows).toBe(9);
    addAll(writer, modelCalls(50, { context: { tags: { note: 'x'.repeat(49_500) } } }));
    expect(writer.queuedRows).toBe(9);
    release();
    writer.close();
  });

  it('costs what is left when the writer is closed', () => {
    const database = temporaryDatabase();
    const { writer, drops, errors } = writerOf(database);
    addAll(writer, modelCalls(3));
    database.close();
    writer.close();
    writer.close();
    expect([drops, writer.droppedRows, writer.queuedRows]).toEqual([[['write_failed', 3]], 3, 0]);
    expect(errors).toHaveLength(1);
  });
});

describe('what cannot be written', () => {
  it('is a row with a value that no column takes; the others of its batch are written', () => {
    const database = temporaryDatabase();
    const { writer, drops, errors } = writerOf(database);
    const bad = { ...spanRecord(), startUs: Number.NaN };
    const worse = { ...spanRecord(), durationUs: Number.POSITIVE_INFINITY };
    addAll(writer, [modelCall(undefined), bad, modelCall(undefined), worse]);
    writer.flush();
    expect(readCostTotals(database).calls).toBe(2);
    expect([drops, writer.writtenRows]).toEqual([[['write_failed', 2]], 2]);
    expect(errors).toHaveLength(1);
    writer.close();
  });

  it('is a row that comes after closing', () => {
    const { writer, drops } = writerOf(temporaryDatabase());
    writer.close();
    writer.add(modelCall(undefined));
    expect(drops).toEqual([['write_failed', 1]]);
  });

  it('is anything at all to a database that is open for reading', () => {
    const reader = openDatabase({ path: temporaryDatabase().path, readOnly: true });
    expect(() => new SpanWriter(reader)).toThrow(expect.objectContaining({ code: 'KAGURA_CONFIGURATION' }));
    reader.close();
  });
});

it('survives callbacks that throw', () => {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation();
  const fail = () => {
    throw new Error('callback failed');
  };
  const database = temporaryDatabase();
  const { writer } = writerOf(database, { onDrop: fail, onError: fail });
  addAll(writer, [{ ...spanRecord(), startUs: Number.NaN }, modelCall(undefined)]);
  writer.close();
  expect(readStoreSummary(database).calls).toBe(1);
  expect(emitWarning.mock.calls).toContainEqual(['callback failed', 'KaguraWarning']);
  emitWarning.mockRestore();
});
