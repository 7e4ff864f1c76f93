import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readCostTotals } from '../queries/costs';
import { SpanWriter } from '../span-writer';
import { runNode } from '../test/run-node';
import { modelCall } from '../test/span-records';
import { cleanUp, temporaryDatabase, temporaryFolder } from '../test/temporary-store';
import { until } from '../test/until';

// Each test starts several processes.
jest.setTimeout(60_000);

afterEach(cleanUp);

// On a busy machine something else may hold the process up.
jest.retryTimes(3);

const LOCK_FOR_THREE_SECONDS = `
  const database = store.openDatabase({ path: args[0] });
  const [key] = Object.getOwnPropertySymbols(database);
  database[key].exec('BEGIN IMMEDIATE');
  setTimeout(() => { database[key].exec('ROLLBACK'); database.close(); }, 3000);`;

it('F6: a lock of three seconds does not hold up the event loop, and the rows are written later', async () => {
  const database = temporaryDatabase();
  const errors: unknown[] = [];
  const writer = new SpanWriter(database, { onError: (error) => errors.push(error) });
  const locked = runNode(LOCK_FOR_THREE_SECONDS, [database.path]);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const adding = setInterval(() => writer.add(modelCall(undefined)), 5);
  await locked;
  clearInterval(adding);
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(200);
  await until(() => writer.queuedRows === 0);
  expect(writer.droppedRows).toBe(0);
  expect(readCostTotals(database).calls).toBe(writer.writtenRows);
  expect(writer.writtenRows).toBeGreaterThan(100);
  writer.close();
});

const STOP_INSIDE_A_TRANSACTION = `
  const database = store.openDatabase({ path: args[0] });
  const [key] = Object.getOwnPropertySymbols(database);
  database[key].exec('BEGIN IMMEDIATE');
  database[key].exec("INSERT INTO setting VALUES ('half', 'done')");
  require('node:fs').writeFileSync(args[1], String(process.pid));
  process.kill(process.pid, 'SIGSTOP');`;

it('F7: a process that is stopped inside a transaction costs no row once it is gone', async () => {
  const database = temporaryDatabase();
  const writer = new SpanWriter(database);
  const pidFile = join(temporaryFolder(), 'pid');
  const stopped = runNode(STOP_INSIDE_A_TRANSACTION, [database.path, pidFile]).catch((error) => error.signal);
  await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  for (let row = 0; row < 300; row += 1) writer.add(modelCall(undefined));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([writer.queuedRows, writer.writtenRows]).toEqual([300, 0]);
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  expect(await stopped).toBe('SIGKILL');
  await until(() => writer.queuedRows === 0);
  expect(readCostTotals(database).calls).toBe(300);
  writer.close();
});
