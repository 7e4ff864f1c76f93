import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Database } from './database';
import { MIGRATIONS } from './migrations';
import { openDatabase } from './open-database';
import { readCostTotals } from './queries/costs';
import { openSqlite } from './test/open-sqlite';
import { runNode } from './test/run-node';
import { modelCall } from './test/span-records';
import { cleanUp, store, temporaryDatabase, temporaryFolder } from './test/temporary-store';

afterEach(cleanUp);

/** For a process of its own, as the end of a process is what leaves the file without any other beside it. */
const WRITE_ONE_CALL = `
  const database = store.openDatabase({ path: args[0] });
  const writer = new store.SpanWriter(database);
  writer.add(records.modelCall());
  writer.close();
  database.close();`;

/** Permissions do not hold root back: it becomes another user once everything is loaded. */
const COUNT_CALLS_WITHOUT_PRIVILEGES = `
  store.openDatabase({ path: args[1] }).close();
  if (process.getuid() === 0) process.setuid(65534);
  const database = store.openDatabase({ path: args[0], readOnly: true });
  console.log(store.readCostTotals(database).calls);`;

const newPath = () => join(temporaryFolder(), '.kagura', 'kagura.db');
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function withUmask<Result>(mask: number, body: () => Result): Result {
  const previous = process.umask(mask);
  try {
    return body();
  } finally {
    process.umask(previous);
  }
}

/** Changes a closed database behind the back of the store. */
function tamper(path: string, sql: string): void {
  const sqlite = openSqlite(path);
  sqlite.exec(sql);
  sqlite.close();
}

function schemaOf(path: string): unknown {
  const sqlite = openSqlite(path);
  const rows = sqlite.prepare('SELECT user_version, sql FROM pragma_user_version, sqlite_schema').all();
  sqlite.close();
  return rows;
}

function failureOf(options: { path: string; readOnly?: boolean }): unknown {
  let opened: Database | undefined;
  try {
    opened = openDatabase(options);
  } catch (error) {
    return error;
  } finally {
    opened?.close();
  }
  throw new Error(`${options.path} was opened`);
}

describe('a new database', () => {
  it('can be read by its owner alone, whatever the umask', () => {
    const path = newPath();
    const database = withUmask(0, () => openDatabase({ path }));
    store(database, [modelCall(undefined)]);
    expect(
      Object.fromEntries(readdirSync(dirname(path)).map((name) => [name, mode(join(dirname(path), name))])),
    ).toEqual({
      '.gitignore': '600',
      'kagura.db': '600',
      'kagura.db-shm': '600',
      'kagura.db-wal': '600',
    });
    expect(mode(dirname(path))).toBe('700');
    database.close();
  });

  it('hides its folder from version control', () => {
    const database = temporaryDatabase();
    expect(readFileSync(join(dirname(database.path), '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('leaves a folder alone that someone else made', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    openDatabase({ path: join(folder, 'calls.db') }).close();
    expect(readdirSync(folder)).not.toContain('.gitignore');
    expect(mode(folder)).toBe('755');
  });

  it('keeps a .gitignore that is there', () => {
    const path = newPath();
    mkdirSync(dirname(path));
    writeFileSync(join(dirname(path), '.gitignore'), 'kagura.db*\n');
    openDatabase({ path }).close();
    expect(readFileSync(join(dirname(path), '.gitignore'), 'utf8')).toBe('kagura.db*\n');
  });

  it('keeps what is in it when it is opened again', () => {
    const path = newPath();
    const first = openDatabase({ path });
    store(first, [modelCall(undefined)]);
    first.close();
    first.close();
    const second = openDatabase({ path });
    expect(readCostTotals(second).calls).toBe(1);
    second.close();
  });

  it('reads a relative path from the working directory', () => {
    const { path } = temporaryDatabase();
    const reader = openDatabase({ path: relative(process.cwd(), path), readOnly: true });
    expect(reader.path).toBe(path);
    reader.close();
  });
});

describe('a file that must not be touched', () => {
  it.each([true, false])('is one of a newer version (read-only: %p)', (readOnly) => {
    const path = newPath();
    openDatabase({ path }).close();
    tamper(path, 'PRAGMA user_version = 999');
    const before = schemaOf(path);
    expect(failureOf({ path, readOnly })).toMatchObject({
      code: 'KAGURA_DB_NEWER_SCHEMA',
      message: expect.stringMatching(
        new RegExp(`schema 999, this one knows ${MIGRATIONS.length}\\)\\. Upgrade`),
      ),
    });
    expect(schemaOf(path)).toEqual(before);
  });

  it.each([true, false])('is a database of another program (read-only: %p)', (readOnly) => {
    const path = join(temporaryFolder(), 'app.db');
    tamper(path, 'CREATE TABLE customers (name)');
    const before = readFileSync(path);
    expect(failureOf({ path, readOnly })).toMatchObject({
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringContaining('belongs to another program'),
    });
    expect(readFileSync(path)).toEqual(before);
  });

  it.each([true, false])('is no database at all (read-only: %p)', (readOnly) => {
    const path = join(temporaryFolder(), 'notes.txt');
    writeFileSync(path, 'Not a database.\n');
    expect(failureOf({ path, readOnly })).toMatchObject({
      name: 'StoreError',
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringMatching(/notes\.txt cannot be used: file is not a database\. .*move it away/),
    });
  });

  it('is cut off, while it is only read', async () => {
    const path = newPath();
    await runNode(WRITE_ONE_CALL, [path]);
    truncateSync(path, 20_000);
    expect(failureOf({ path, readOnly: true })).toMatchObject({
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringContaining('database disk image is malformed'),
    });
  });

  it.each([true, false])('is a folder (read-only: %p)', (readOnly) => {
    expect(failureOf({ path: temporaryFolder(), readOnly })).toMatchObject({
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringContaining('it is a folder'),
    });
  });

  it('is behind a link that someone placed', () => {
    const folder = temporaryFolder();
    symlinkSync(join(folder, 'elsewhere.db'), join(folder, 'kagura.db'));
    expect(failureOf({ path: join(folder, 'kagura.db') })).toMatchObject({
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringContaining('symbolic link'),
    });
    expect(existsSync(join(folder, 'elsewhere.db'))).toBe(false);
  });

  it('is below something that is no folder', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(failureOf({ path: join(file, 'kagura.db') })).toMatchObject({ code: 'KAGURA_DB_UNREADABLE' });
  });
});

describe('reading only', () => {
  it('creates nothing where there is nothing', () => {
    const path = newPath();
    expect(failureOf({ path, readOnly: true })).toMatchObject({
      code: 'KAGURA_DB_NOT_FOUND',
      message: expect.stringContaining(path),
    });
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('does not fill an empty file', () => {
    const path = join(temporaryFolder(), 'kagura.db');
    writeFileSync(path, '');
    expect(failureOf({ path, readOnly: true })).toMatchObject({ code: 'KAGURA_DB_NOT_FOUND' });
    expect(statSync(path).size).toBe(0);
  });

  it('leaves the file as it is', async () => {
    const path = newPath();
    await runNode(WRITE_ONE_CALL, [path]);
    const before = readFileSync(path);
    const reader = openDatabase({ path, readOnly: true });
    expect(reader).toMatchObject({ path, readOnly: true });
    expect(readCostTotals(reader).calls).toBe(1);
    reader.close();
    expect(readFileSync(path)).toEqual(before);
  });

  it('works in a folder that cannot be written to', async () => {
    const path = newPath();
    await runNode(WRITE_ONE_CALL, [path]);
    chmodSync(path, 0o444);
    chmodSync(dirname(path), 0o555);
    chmodSync(dirname(dirname(path)), 0o755);
    expect(await runNode(COUNT_CALLS_WITHOUT_PRIVILEGES, [path, newPath()])).toBe('1\n');
    expect(readdirSync(dirname(path)).sort()).toEqual(['.gitignore', 'kagura.db']);
  });

  it('sees what another connection writes meanwhile', () => {
    const writer = temporaryDatabase();
    const reader = openDatabase({ path: writer.path, readOnly: true });
    expect(readCostTotals(reader).calls).toBe(0);
    store(writer, [modelCall(undefined)]);
    expect(readCostTotals(reader).calls).toBe(1);
    reader.close();
  });
});

it('is set up once when several processes start at the same moment', async () => {
  const path = newPath();
  await Promise.all(Array.from({ length: 4 }, () => runNode(WRITE_ONE_CALL, [path])));
  const database = openDatabase({ path, readOnly: true });
  expect(readCostTotals(database).calls).toBe(4);
  database.close();
});
