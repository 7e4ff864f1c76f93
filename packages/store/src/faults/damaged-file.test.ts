import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { connection } from '../database';
import { openDatabase } from '../open-database';
import { INTERNALS } from '../open-internals';
import { openWith } from '../open-with';
import { readCostTotals } from '../queries/costs';
import type { StoreWarning } from '../store-warning';
import { expectSumsOfSpans, integrityOf } from '../test/integrity';
import { openSqlite } from '../test/open-sqlite';
import { runNode } from '../test/run-node';
import { modelCall } from '../test/span-records';
import { cleanUp, store, temporaryFolder } from '../test/temporary-store';
import { until } from '../test/until';

// Each test starts several processes.
jest.setTimeout(60_000);

afterEach(cleanUp);

const WRITE = `
  const database = store.openDatabase({ path: args[0] });
  const writer = new store.SpanWriter(database, { maxBatchRows: 50 });
  for (let row = 0; row < args[1]; row += 1) writer.add(records.modelCall());
  writer.flush();
  if (args[2]) process.kill(process.pid, 'SIGKILL');
  writer.close();
  database.close();`;

/** A database that no process has open any more. */
async function closedDatabase(name = join('.kagura', 'kagura.db'), calls = 1_000): Promise<string> {
  const path = join(temporaryFolder(), name);
  await runNode(WRITE, [path, calls]);
  return path;
}

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

const garbage = (bytes: number) => Buffer.alloc(bytes, 0x55);
const damages: [string, (path: string) => void][] = [
  ['an overwritten header', (path) => overwrite(path, 0, garbage(100))],
  ['another text', (path) => writeFileSync(path, 'This is a text.\n'.repeat(1_000))],
  ['a file that is cut off', (path) => truncateSync(path, 20_000)],
  ['a file that is cut within its first page', (path) => truncateSync(path, 1_000)],
];

/** Opens in a process of its own, writes one call, and tells how that went. */
async function writeOne(path: string): Promise<{ calls: number; warnings: StoreWarning[] }> {
  const script = `
    const warnings = [];
    const database = store.openDatabase({ path: args[0], onWarning: (warning) => warnings.push(warning) });
    const writer = new store.SpanWriter(database);
    writer.add(records.modelCall());
    writer.close();
    console.log(JSON.stringify({ calls: store.readCostTotals(database).calls, warnings }));`;
  return JSON.parse(await runNode(script, [path]));
}

describe('F8: a file that cannot be read', () => {
  it.each(damages)('is put aside whole, and a new one started: %s', async (_, damage) => {
    const path = await closedDatabase();
    damage(path);
    const damaged = readFileSync(path);
    const { calls, warnings } = await writeOne(path);
    expect(calls).toBe(1);
    const [aside = ''] = readdirSync(dirname(path)).filter((name) => name.includes('.corrupt-'));
    expect(aside).toMatch(/^kagura\.db\.corrupt-\d{8}T\d{6}Z$/);
    expect(readFileSync(join(dirname(path), aside))).toEqual(damaged);
    expect(warnings).toEqual([
      { code: 'KAGURA_DB_QUARANTINED', message: expect.stringContaining(join(dirname(path), aside)) },
    ]);
    expect(await writeOne(path)).toEqual({ calls: 2, warnings: [] });
  });

  it('is put aside under any name where enough is left to know it as ours', async () => {
    const path = await closedDatabase('calls.db');
    overwrite(path, 0, garbage(60));
    expect(await writeOne(path)).toMatchObject({ calls: 1, warnings: [{ code: 'KAGURA_DB_QUARANTINED' }] });
  });

  it('is put aside once by several processes that start at the same moment', async () => {
    const path = await closedDatabase();
    overwrite(path, 0, garbage(100));
    await Promise.all(Array.from({ length: 4 }, () => runNode(WRITE, [path, 10])));
    expect(readdirSync(dirname(path)).filter((name) => /\.corrupt-[^-]*(-\d+)?$/.test(name))).toHaveLength(1);
    const database = openDatabase({ path });
    expect(readCostTotals(database).calls).toBe(40);
    database.close();
  });

  it.each<[string, (path: string) => void]>([
    ['a text', (path) => writeFileSync(path, 'Notes.\n'.repeat(100))],
    [
      'a database of another program',
      (path) => {
        const other = openSqlite(path);
        other.exec('CREATE TABLE customers (name)');
        other.close();
      },
    ],
    [
      'a damaged database of another program',
      (path) => {
        const other = openSqlite(path);
        other.exec('CREATE TABLE customers (name)');
        other.close();
        overwrite(path, 0, garbage(100));
      },
    ],
    ['a folder', (path) => mkdirSync(path)],
  ])('is left alone where it is not ours: %s', (_, make) => {
    const path = join(temporaryFolder(), 'app.db');
    make(path);
    const before = statSync(path).isFile() ? readFileSync(path) : undefined;
    expect(() => openDatabase({ path })).toThrow(expect.objectContaining({ code: 'KAGURA_DB_UNREADABLE' }));
    expect(readdirSync(dirname(path))).toEqual(['app.db']);
    expect(statSync(path).isFile() ? readFileSync(path) : undefined).toEqual(before);
  });

  it('is never touched by a reader', async () => {
    const path = await closedDatabase();
    overwrite(path, 0, garbage(100));
    expect(() => openDatabase({ path, readOnly: true })).toThrow(
      expect.objectContaining({ code: 'KAGURA_DB_UNREADABLE' }),
    );
    expect(readdirSync(dirname(path)).sort()).toEqual(['.gitignore', 'kagura.db']);
  });

  it.each<[string, (path: string) => void]>([
    ['a file without permissions', (path) => chmodSync(path, 0o000)],
    ['a file that may only be read', (path) => chmodSync(path, 0o444)],
    ['a folder that may only be read', (path) => chmodSync(dirname(path), 0o555)],
    ['a parent that is missing and cannot be made', (path) => chmodSync(dirname(path), 0o000)],
  ])('is refused and left where it is: %s', async (_, protect) => {
    const path = await closedDatabase();
    for (const folder of [dirname(dirname(path)), dirname(path)]) chmodSync(folder, 0o755);
    protect(path);
    // Permissions do not hold root back: it becomes another user once everything is loaded.
    const script = `
      store.openDatabase({ path: args[1] }).close();
      if (process.getuid() === 0) process.setuid(65534);
      try { store.openDatabase({ path: args[0] }); } catch (error) { console.log(error.code); }`;
    const other = join(temporaryFolder(), 'kagura.db');
    expect(await runNode(script, [path, other])).toBe('KAGURA_DB_UNREADABLE\n');
    chmodSync(dirname(path), 0o755);
    expect(readdirSync(dirname(path)).sort()).toEqual(['.gitignore', 'kagura.db']);
  });
});

describe('F9: pages that were overwritten', () => {
  async function silentlyDamaged(): Promise<string> {
    const path = await closedDatabase(undefined, 5_000);
    overwrite(path, Math.floor(statSync(path).size / 8_192) * 4_096, garbage(8_192));
    return path;
  }

  it('are found by the check in the background, and the file is put aside at the next start', async () => {
    const path = await silentlyDamaged();
    const script = `
      const onWarning = ({ code }) => { console.log(code); database.close(); };
      const database = openWith({ path: args[0], onWarning }, internals({ checkDelayMs: 0 }));
      const wait = setInterval(() => undefined, 100);
      setTimeout(() => clearInterval(wait), 3000);`;
    expect(await runNode(script, [path])).toBe('KAGURA_DB_DAMAGED\n');
    expect(await writeOne(path)).toMatchObject({ calls: 1, warnings: [{ code: 'KAGURA_DB_QUARANTINED' }] });
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('-damaged'))).toEqual([]);
  });

  it('leave the file where it is while somebody else has it open', async () => {
    const path = await silentlyDamaged();
    writeFileSync(`${path}-damaged`, statSync(path).ino.toString());
    const holder = openSqlite(path);
    holder.exec('SELECT count(*) FROM rollup_day');
    expect((await writeOne(path)).warnings).toEqual([]);
    holder.close();
    expect((await writeOne(path)).warnings).toMatchObject([{ code: 'KAGURA_DB_QUARANTINED' }]);
  });

  it('are no reason to put another file aside', async () => {
    const path = await closedDatabase();
    writeFileSync(`${path}-damaged`, '12345');
    expect(await writeOne(path)).toEqual({ calls: 1_001, warnings: [] });
  });

  it('leave a mark when writing meets them, for the next start', async () => {
    const path = await closedDatabase();
    const script = `
      const { writeFileSync, statSync } = require('node:fs');
      const database = store.openDatabase({ path: args[0] });
      writeFileSync(args[0], Buffer.alloc(statSync(args[0]).size, 0x55), { flag: 'r+' });
      const writer = new store.SpanWriter(database, { onError: (error) => console.log(error.message) });
      writer.add(records.modelCall());
      writer.close();`;
    expect(await runNode(script, [path])).toMatch(/malformed|not a database/);
    expect(existsSync(`${path}-damaged`)).toBe(true);
    expect(await writeOne(path)).toMatchObject({ calls: 1, warnings: [{ code: 'KAGURA_DB_QUARANTINED' }] });
  });

  it('are looked for by one of many processes that start', async () => {
    const path = await closedDatabase();
    const open = () => openWith({ path }, { ...INTERNALS, checkDelayMs: 0 });
    const checkedAt = (database: ReturnType<typeof open>) =>
      database[connection].get<{ value: string }>("SELECT value FROM setting WHERE key = 'checked_at'")
        ?.value;
    const first = open();
    await until(() => checkedAt(first) !== undefined);
    const time = checkedAt(first);
    const second = open();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(checkedAt(second)).toBe(time);
    second.close();
    first.close();
  });

  it('do not keep a process that is done from ending', async () => {
    const path = await closedDatabase();
    const script = `
      openWith({ path: args[0] }, internals({ checkDelayMs: 0 }));
      setTimeout(() => console.log('end'), 20);`;
    expect(await runNode(script, [path])).toBe('end\n');
  });
});

it('F10: garbage in the middle of the log costs what comes after it, and nothing else', async () => {
  const path = join(temporaryFolder(), 'kagura.db');
  await runNode(WRITE, [path, 2_000, 'kill']).catch((error) =>
    expect(error).toMatchObject({ signal: 'SIGKILL' }),
  );
  const log = `${path}-wal`;
  // The schema is at the beginning of the log; whole transactions are before and after the middle.
  overwrite(log, Math.floor(statSync(log).size / 2), garbage(4_096));
  const database = openDatabase({ path });
  const { calls } = readCostTotals(database);
  expect(calls).toBeGreaterThan(0);
  expect(calls).toBeLessThan(2_000);
  expect(calls % 50).toBe(0);
  expect(integrityOf(database)).toBe('ok');
  expectSumsOfSpans(database);
  store(database, [modelCall(undefined)]);
  expect(readCostTotals(database).calls).toBe(calls + 1);
  database.close();
});
