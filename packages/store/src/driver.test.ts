import { type DriverSources, loadDriver, type SqliteDriver } from './driver';

const driver = (): SqliteDriver => ({ DatabaseSync: jest.fn() });
const fromPackage = driver();
const builtIn = driver();

const both = (builtInVersion: string | undefined): DriverSources => ({
  loadPackage: () => fromPackage,
  builtInVersion,
  loadBuiltIn: () => builtIn,
});

const withoutPackage = (builtInVersion: string | undefined): DriverSources => ({
  ...both(builtInVersion),
  loadPackage: () => {
    throw new Error('no native build');
  },
});

const SAFE = ['3.51.3', '3.52.0', '3.100.0', '4.0.0'];
const UNSAFE = ['3.51.2', '3.50.4', '3.7.17'];

it('is by default a SQLite that processes can share', () => {
  const { DatabaseSync } = loadDriver();
  const options = { readOnly: false, timeout: 0, enableForeignKeyConstraints: false };
  const database = new DatabaseSync(':memory:', options);
  const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  database.close();
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  expect(major * 1_000_000 + minor * 1_000 + patch).toBeGreaterThanOrEqual(3_051_003);
});

it.each(SAFE)('is the SQLite %s of Node.js, with or without the package', (version) => {
  expect(loadDriver(both(version))).toBe(builtIn);
  expect(loadDriver(withoutPackage(version))).toBe(builtIn);
});

it.each([...UNSAFE, undefined])('is the package where the SQLite of Node.js is %s', (version) => {
  expect(loadDriver(both(version))).toBe(fromPackage);
});

it('is the package where Node.js was told to do without its own', () => {
  expect(loadDriver({ ...both('3.53.4'), loadBuiltIn: () => undefined })).toBe(fromPackage);
});

it.each(UNSAFE)('refuses a built-in SQLite %s, which can damage a shared file', (version) => {
  expect(() => loadDriver(withoutPackage(version))).toThrow(
    expect.objectContaining({ code: 'KAGURA_DB_UNREADABLE', message: expect.stringContaining(version) }),
  );
});

it('says why there is no SQLite at all, and what to do', () => {
  expect(() => loadDriver(withoutPackage(undefined))).toThrow(
    expect.objectContaining({
      code: 'KAGURA_DB_UNREADABLE',
      message: expect.stringMatching(
        /@photostructure\/sqlite.*has no SQLite of its own.*Install the packages again/,
      ),
      cause: new Error('no native build'),
    }),
  );
});
