import { DatabaseSync } from '@photostructure/sqlite';
import { loadDriver, type SqliteDriver } from './driver';

const real = { DatabaseSync } as SqliteDriver;

/** A driver whose SQLite says that it has the given version. */
function driverOf(version: string): SqliteDriver {
  return {
    DatabaseSync: class {
      readonly exec = jest.fn();
      readonly close = jest.fn();
      prepare() {
        return { run: jest.fn(), get: () => ({ version }), all: jest.fn() };
      }
    },
  };
}

const failing = () => {
  throw new Error('no native build');
};

it('prefers the package', () => {
  expect(loadDriver({ loadPackage: () => real, loadBuiltIn: () => driverOf('3.99.0') })).toBe(real);
});

it('is the installed package by default, with a SQLite that processes can share', () => {
  const database = new (loadDriver().DatabaseSync)(':memory:', {
    readOnly: false,
    timeout: 0,
    enableForeignKeyConstraints: false,
  });
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  database.close();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  expect(major * 1_000 + minor).toBeGreaterThanOrEqual(3_053);
});

it.each(['3.51.3', '3.52.0', '3.100.0', '4.0.0'])('falls back to a built-in SQLite %s', (version) => {
  const builtIn = driverOf(version);
  expect(loadDriver({ loadPackage: failing, loadBuiltIn: () => builtIn })).toBe(builtIn);
});

it.each(['3.51.2', '3.50.4', '3.7.17'])(
  'refuses a built-in SQLite %s, which can damage a shared file',
  (version) => {
    expect(() => loadDriver({ loadPackage: failing, loadBuiltIn: () => driverOf(version) })).toThrow(
      expect.objectContaining({ code: 'KAGURA_DB_UNREADABLE', message: expect.stringContaining(version) }),
    );
  },
);

it('says why there is no SQLite at all, and what to do', () => {
  expect(() => loadDriver({ loadPackage: failing, loadBuiltIn: () => undefined })).toThrow(
    expect.objectContaining({
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringMatching(
        /@photostructure\/sqlite.*has no SQLite of its own.*Install the packages again/,
      ),
      cause: new Error('no native build'),
    }),
  );
});
