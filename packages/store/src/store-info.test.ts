import { statSync } from 'node:fs';
import { openDatabase } from './open-database';
import { pruneStore } from './prune-store';
import { storeInfo } from './store-info';
import { invocation, modelCall, START } from './test/span-records';
import { cleanUp, databaseWith, temporaryDatabase } from './test/temporary-store';
import { vacuumStore } from './vacuum-store';

afterEach(cleanUp);

it('tells what is in a database', () => {
  const run = invocation('alpha');
  const database = databaseWith([
    run,
    modelCall(run, { content: { input: 'ä', output: 'four' }, startUs: run.startUs + 2_000_000 }),
    modelCall(undefined, { content: { input: null, output: 'x'.repeat(10_000) } }),
  ]);
  expect(storeInfo(database)).toEqual({
    path: database.path,
    bytes: statSync(database.path).size,
    walBytes: statSync(`${database.path}-wal`).size,
    freeBytes: 0,
    contentBytes: 2 + 4 + 10_000,
    spans: 3,
    traces: 2,
    firstAt: START,
    lastAt: new Date(START.getTime() + 2_000),
    schemaVersion: 1,
    sqliteVersion: expect.stringMatching(/^3\.\d+\.\d+$/),
  });
});

it('tells of an empty one, to a reader too', () => {
  const { path } = temporaryDatabase();
  const reader = openDatabase({ path, readOnly: true });
  expect(storeInfo(reader)).toMatchObject({
    spans: 0,
    traces: 0,
    contentBytes: 0,
    firstAt: null,
    lastAt: null,
  });
  reader.close();
});

it('gives room back with a vacuum', async () => {
  const content = { input: 'x'.repeat(5_000), output: null };
  const database = databaseWith(Array.from({ length: 300 }, () => modelCall(undefined, { content })));
  await pruneStore(database, { maxBytes: 500_000, now: START });
  const before = storeInfo(database);
  expect(before.freeBytes).toBeGreaterThan(500_000);
  const { bytesBefore, bytesAfter } = vacuumStore(database);
  expect(bytesBefore).toBeGreaterThan(1_000_000);
  expect(bytesAfter).toBeLessThanOrEqual(600_000);
  expect(storeInfo(database)).toMatchObject({
    bytes: bytesAfter,
    freeBytes: 0,
    walBytes: 0,
    spans: before.spans,
  });
});
