import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SeededDatabase, seedDatabase } from './test/seeded-database';
import { seedBudget } from './test/seeded-ledger';
import { spanRecord } from './test/span-records';

/** Runs what the package installs; it is built before the tests are run. */
const BIN = join(__dirname, '..', 'bin', 'kagura.js');
/** More than a pipe holds. */
const LONG_TEXT = 'word '.repeat(200_000);

describe('the installed command', () => {
  let seeded: SeededDatabase;

  beforeAll(() => {
    seeded = seedDatabase([spanRecord({ content: { input: JSON.stringify([LONG_TEXT]), output: null } })]);
  });

  afterAll(() => {
    seeded.remove();
  });

  function kagura(argv: readonly string[], env: Record<string, string> = {}) {
    const result = spawnSync(process.execPath, [BIN, ...argv], {
      cwd: seeded.folder,
      env: { ...env },
      encoding: 'utf8',
    });
    return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr };
  }

  it('prints data on stdout and nothing else', () => {
    const { exitCode, stdout, stderr } = kagura(['stats']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Agent Statistics\n=+\nmy_agent:\n/);
  });

  it.each([
    [2, ['cots']],
    [3, ['stats', '--db', 'none.db']],
    [4, ['trace', 'nobody']],
    [2, ['db', 'prune', '--older-than', '1d']],
    [2, ['db', 'delete', '--user', 'aki']],
    [3, ['db', 'vacuum', '--db', 'none.db']],
    [4, ['db', 'delete', '--user', 'aki', '--yes']],
    [4, ['budget', 'rm', 'monthly']],
  ])('ends with %i and words on stderr only', (expected, argv) => {
    const { exitCode, stdout, stderr } = kagura(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: '' });
    expect(stderr).toMatch(/^✖ /);
  });

  it('ends with 5 where a budget is overspent, and says which', () => {
    const own = seedDatabase([]);
    seedBudget(own.path, { period: 'yearly', limitUsd: 1, settled: 2_000_000_000 }, Date.now());
    const { exitCode, stdout, stderr } = kagura(['budget', 'check'], { KAGURA_DB: own.path });
    own.remove();
    expect({ exitCode, stderr }).toEqual({ exitCode: 5, stderr: '' });
    expect(stdout).toBe('✖ yearly: $2.00 of $1.00 this year (200%)\n');
  });

  it('obeys its environment variables', () => {
    expect(kagura(['stats'], { KAGURA_DB: 'none.db' }).exitCode).toBe(3);
    const { stdout } = kagura(['stats', '--json'], { KAGURA_DB: seeded.path, KAGURA_TZ: 'Asia/Tokyo' });
    expect(JSON.parse(stdout)).toMatchObject({ time_zone: 'Asia/Tokyo' });
  });

  it('deletes without a terminal where it was told yes', () => {
    const own = seedDatabase([spanRecord({ context: { user: 'aki' } }), spanRecord()]);
    const argv = ['db', 'delete', '--user', 'aki', '--yes', '--db', own.path];
    const { exitCode, stdout, stderr } = kagura(argv);
    own.remove();
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '1 span in 1 trace deleted.\n',
      stderr: '',
    });
  });

  it.each([['--version'], ['--help']])('loads neither the store nor prices for %s', (flag) => {
    const hook = `
      process.on('exit', () => console.error(Object.keys(require.cache)
        .filter((path) => /prices\\.json|kagura.core|kagura.store|packages.(core|store)|sqlite/.test(path)).join()));`;
    const result = spawnSync(process.execPath, ['-r', hookFile(seeded.folder, hook), BIN, flag], {
      encoding: 'utf8',
    });
    expect({ exitCode: result.status, loaded: result.stderr.trim() }).toEqual({ exitCode: 0, loaded: '' });
  });

  it('ends quietly with 0 when the reader closes the pipe', async () => {
    const child = spawn(process.execPath, [BIN, 'trace', '--last', '--full'], { cwd: seeded.folder });
    child.stdout.once('data', () => child.stdout.destroy());
    const [exitCode, stderr] = await Promise.all([exitCodeOf(child), textOf(child.stderr)]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});

function hookFile(folder: string, code: string): string {
  const path = join(folder, 'hook.js');
  writeFileSync(path, code);
  return path;
}

async function exitCodeOf(child: ChildProcess): Promise<unknown> {
  const [exitCode] = await once(child, 'close');
  return exitCode;
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
  }
  return text;
}
