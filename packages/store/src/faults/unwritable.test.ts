import { statSync } from 'node:fs';
import { join } from 'node:path';
import { connection } from '../database';
import { openDatabase } from '../open-database';
import { INTERNALS } from '../open-internals';
import { openWith } from '../open-with';
import { readCostTotals } from '../queries/costs';
import type { StoreWarning } from '../store-warning';
import { expectSumsOfSpans } from '../test/integrity';
import { runNode } from '../test/run-node';
import { modelCall } from '../test/span-records';
import { cleanUp, store, temporaryFolder } from '../test/temporary-store';
import { until } from '../test/until';

afterEach(cleanUp);

// Each test starts several processes.
jest.setTimeout(60_000);

const HOUR_WITHOUT_A_STORE = `
  const database = store.openDatabase({ path: args[0] });
  const other = store.openDatabase({ path: args[0] });
  const [key] = Object.getOwnPropertySymbols(other);
  other[key].exec('BEGIN IMMEDIATE');
  let told = 0;
  const writer = new store.SpanWriter(database, { onDrop: (reason, rows) => { if (reason === 'queue_full') told += rows; } });
  writer.flush();
  const heap = () => { global.gc(); return process.memoryUsage().heapUsed; };
  const before = heap();
  let most = 0;
  (async () => {
    for (let row = 0; row < args[1]; row += 1) {
      writer.add(records.modelCall(undefined, { startUs: row, attributes: { note: 'x'.repeat(row % 200) }, context: { tags: { row: String(row) } } }));
      if (row % 1000 === 0) await new Promise(setImmediate);
      if (row % 50000 === 49999) most = Math.max(most, heap());
    }
    const { queuedRows: queued, droppedRows: dropped } = writer;
    other[key].exec('ROLLBACK');
    while (writer.queuedRows > 0) writer.flush();
    writer.close();
    const first = database[key].get('SELECT min(start_us) AS first FROM spans').first;
    console.log(JSON.stringify({ queued, dropped, told, first, growth: most - before, written: writer.writtenRows }));
  })();`;

it('F26: a store that cannot be written to for long costs a bounded amount of memory, and the oldest rows', async () => {
  const path = join(temporaryFolder(), 'kagura.db');
  const rows = 400_000;
  const result = JSON.parse(await runNode(HOUR_WITHOUT_A_STORE, [path, rows], { flags: ['--expose-gc'] }));
  expect(result.growth).toBeLessThan(64 * 1024 * 1024);
  expect(result.queued + result.dropped).toBe(rows);
  expect(result.dropped).toBeGreaterThan(rows / 2);
  expect(result).toMatchObject({ told: result.dropped, first: result.dropped, written: result.queued });
  const database = openDatabase({ path });
  expect(readCostTotals(database).calls).toBe(result.queued);
  expectSumsOfSpans(database);
  database.close();
});

const READ_FOR_LONG = `
  const database = store.openDatabase({ path: args[0], readOnly: true });
  const [key] = Object.getOwnPropertySymbols(database);
  database[key].exec('BEGIN');
  database[key].get('SELECT count(*) FROM spans');
  process.stdout.write('reading');
  const { existsSync } = require('node:fs');
  const waiting = setInterval(() => {
    if (!existsSync(args[1])) return;
    clearInterval(waiting);
    database.close();
    process.exit();
  }, 20);`;

it('F27: a log that a reader lets grow is told of, and shrinks when the reader is gone', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'kagura.db');
  const warnings: StoreWarning[] = [];
  const onWarning = (warning: StoreWarning) => warnings.push(warning);
  const database = openWith({ path, onWarning }, { ...INTERNALS, logWatchMs: 50 });
  store(database, [modelCall(undefined)]);
  const logBytes = () => statSync(`${path}-wal`).size;
  const gone = join(folder, 'gone');
  const reading = runNode(READ_FOR_LONG, [path, gone]);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const content = { input: 'x'.repeat(50_000), output: null };
  while (logBytes() <= 68 * 1024 * 1024) {
    store(
      database,
      Array.from({ length: 100 }, () => modelCall(undefined, { content })),
    );
  }
  await until(() => warnings.length > 0);
  expect(warnings).toEqual([
    { code: 'KAGURA_DB_LOG_LARGE', message: expect.stringMatching(/kagura\.db-wal has grown to \d+ MB/) },
  ]);
  database[connection].run("INSERT INTO setting VALUES ('end', 'of the reader')");
  openDatabase({ path: gone }).close();
  await reading;
  await until(() => logBytes() === 0);
  expect(warnings).toHaveLength(1);
  database.close();
});
