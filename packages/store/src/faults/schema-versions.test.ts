import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connection } from '../database';
import { loadDriver } from '../driver';
import { MIGRATIONS } from '../migrations';
import { openDatabase } from '../open-database';
import { INTERNALS } from '../open-internals';
import { openWith } from '../open-with';
import { readCostTotals } from '../queries/costs';
import { runNode } from '../test/run-node';
import { modelCall } from '../test/span-records';
import { cleanUp, store, temporaryFolder } from '../test/temporary-store';

afterEach(cleanUp);

// Each test starts several processes.
jest.setTimeout(60_000);

/** A version to come: it takes a while, and adds a row that shows how often it ran. */
const NEXT = `
  CREATE TABLE IF NOT EXISTS migrated (time);
  INSERT INTO migrated VALUES (1);
  WITH RECURSIVE number(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM number WHERE value < 300000)
  INSERT INTO setting SELECT 'sum', sum(value) FROM number;`;

function fileWithACall(): string {
  const path = join(temporaryFolder(), '.kagura', 'kagura.db');
  const database = openDatabase({ path });
  store(database, [modelCall(undefined)]);
  database.close();
  return path;
}

it('F11: a file of a newer version is neither written nor renamed, and both versions are named', () => {
  const path = fileWithACall();
  openWith({ path }, { ...INTERNALS, migrations: [...MIGRATIONS, NEXT] }).close();
  const files = readdirSync(dirname(path));
  expect(() => openDatabase({ path })).toThrow(
    expect.objectContaining({
      code: 'KAGURA_DB_NEWER_SCHEMA',
      message: expect.stringContaining(
        `schema ${MIGRATIONS.length + 1}, this one knows ${MIGRATIONS.length}`,
      ),
    }),
  );
  expect(readdirSync(dirname(path))).toEqual(files);
});

it('F12: of four processes that start on an older file one migrates it, after a copy, and all write', async () => {
  const path = fileWithACall();
  const script = `
    const migrations = [...internals().migrations, args[1]];
    const database = openWith({ path: args[0] }, internals({ migrations }));
    const writer = new store.SpanWriter(database);
    writer.add(records.modelCall());
    writer.close();`;
  await Promise.all(Array.from({ length: 4 }, () => runNode(script, [path, NEXT])));
  const database = openWith({ path }, { ...INTERNALS, migrations: [...MIGRATIONS, NEXT] });
  expect(database[connection].all('SELECT time FROM migrated')).toHaveLength(1);
  expect(readCostTotals(database).calls).toBe(5);
  database.close();
  const copy = openDatabase({ path: `${path}.schema-${MIGRATIONS.length}`, readOnly: true });
  expect(readCostTotals(copy).calls).toBe(1);
  copy.close();
  expect(statSync(copy.path).mode & 0o777).toBe(0o600);
});

it('F12: a migration that fails leaves the file as it was', () => {
  const path = fileWithACall();
  const broken = 'CREATE TABLE half (a); SELECT * FROM missing;';
  expect(() => openWith({ path }, { ...INTERNALS, migrations: [...MIGRATIONS, broken] })).toThrow(
    expect.objectContaining({ code: 'KAGURA_DB_UNREADABLE', message: expect.stringContaining('missing') }),
  );
  const database = openDatabase({ path });
  store(database, [modelCall(undefined)]);
  expect(readCostTotals(database).calls).toBe(2);
  database.close();
});

it('F12: a new file is set up without a copy', () => {
  expect(readdirSync(dirname(fileWithACall())).filter((name) => name.includes('.schema-'))).toEqual([]);
});

it.each(['3.51.2', '3.46.1'])(
  'F14: SQLite %s, which can damage a file that is shared, opens none',
  (version) => {
    const path = join(temporaryFolder(), 'kagura.db');
    const sources = {
      loadPackage: () => {
        throw new Error('no native build');
      },
      builtInVersion: version,
      loadBuiltIn: loadDriver,
    };
    const open = () => openWith({ path }, { ...INTERNALS, loadDriver: () => loadDriver(sources) });
    expect(open).toThrow(
      expect.objectContaining({
        code: 'KAGURA_DB_UNREADABLE',
        message: expect.stringMatching(
          new RegExp(`brings SQLite ${version.replaceAll('.', '\\.')}.*needed: 3\\.51\\.3`),
        ),
      }),
    );
    expect(existsSync(path) && statSync(path).size).toBeFalsy();
  },
);
