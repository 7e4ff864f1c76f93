import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliRun, type CliRunOptions, runCli } from '../test/run-cli';
import { type SeededDatabase, seedDatabase } from '../test/seeded-database';
import { exactCost, modelCall, STARTED_US, spanRecord } from '../test/span-records';

const DAY_US = 86_400_000_000;
const TEXT = JSON.stringify(['word '.repeat(2_000)]);

/** One invocation with a model call on each of the ten days up to 2025-10-13, every other one of aki. */
function records() {
  return Array.from({ length: 10 }, (_, day) => {
    const context =
      day % 2 === 0 ? { user: 'aki', session: 'aki-1' } : { user: 'mio', session: `mio-${day}` };
    const traceId = `${day}`.repeat(32);
    const invocation = spanRecord({ traceId, context, startUs: STARTED_US + day * DAY_US });
    return [
      { ...invocation, content: { input: TEXT, output: null } },
      modelCall(invocation, 0, { context, cost: exactCost(1_000_000_000) }),
    ];
  }).flat();
}

describe('kagura db', () => {
  let seeded: SeededDatabase;

  beforeEach(() => {
    seeded = seedDatabase(records());
  });

  afterEach(() => {
    seeded.remove();
  });

  function kagura(line: string, options: CliRunOptions = {}): Promise<CliRun> {
    return runCli(line.split(' '), { cwd: seeded.folder, ...options });
  }

  async function data(line: string): Promise<Record<string, unknown>> {
    return JSON.parse((await kagura(`${line} --json`)).stdout).data;
  }

  describe('info', () => {
    it('counts spans, traces, bytes and times', async () => {
      const { exitCode, stdout, stderr } = await kagura('db info');

      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain(`File:    ${seeded.path}\n`);
      expect(stdout).toContain('Spans:   20 in 10 traces\n');
      expect(stdout).toContain('Content: 100 kB\n');
      expect(stdout).toContain('Times:   2025-10-04 10:30:15 – 2025-10-13 10:30:15\n');
    });

    it('of an empty database names no times', async () => {
      const empty = seedDatabase([]);
      const { stdout } = await runCli(['db', 'info'], { cwd: empty.folder });
      empty.remove();

      expect(stdout).toContain('Spans:   0 in 0 traces\n');
      expect(stdout).toContain('Times:   none\n');
    });

    it('is the same in JSON', async () => {
      expect(await data('db info')).toMatchObject({
        path: seeded.path,
        spans: 20,
        traces: 10,
        content_bytes: 10 * TEXT.length,
        first_at: '2025-10-04T10:30:15.000+00:00',
        last_at: '2025-10-13T10:30:15.000+00:00',
      });
    });
  });

  describe('prune', () => {
    it('deletes what is older, and the costs stay', async () => {
      const { exitCode, stdout, stderr } = await kagura('db prune --older-than 20d --yes');

      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: expect.stringMatching(/^8 spans deleted, room for \d/),
      });
      expect(stderr).toBe('The file shrinks with: kagura db vacuum\n');
      expect(await data('db info')).toMatchObject({ spans: 12, first_at: '2025-10-08T10:30:15.000+00:00' });
      expect(await data('cost --period all')).toMatchObject({ total_usd: 10, total_calls: 10 });
    });

    it('says what would go without a yes, and leaves it', async () => {
      expect(await data('db prune --older-than 480h --dry-run')).toMatchObject({ dry_run: true, spans: 8 });
      expect((await kagura('db prune --older-than 480h --dry-run')).stdout).toMatch(
        /^About 8 spans would be deleted, /,
      );
      expect(await data('db info')).toMatchObject({ spans: 20 });
    });

    it('down to a size deletes the oldest', async () => {
      const many = seedDatabase(
        Array.from({ length: 400 }, (_, minute) =>
          spanRecord({ startUs: STARTED_US + minute * 60_000_000, content: { input: TEXT, output: null } }),
        ),
      );
      const ofMany = (line: string) => data(`${line} --db ${many.path}`);
      const { bytes_after } = await ofMany('db vacuum');
      const size = `${Math.round(Number(bytes_after) / 2 / 1_000)}kB`;
      const { spans } = await ofMany(`db prune --max-size ${size} --yes`);
      const left = await ofMany('db info');
      many.remove();

      expect(spans).toBeGreaterThan(150);
      expect(left).toMatchObject({ spans: 400 - Number(spans), last_at: '2025-10-04T17:09:15.000+00:00' });
      expect(Number(left.bytes) - Number(left.free_bytes)).toBeLessThanOrEqual(Number(bytes_after) / 2);
    });

    it('asks for nothing when there is nothing to delete', async () => {
      expect(await kagura('db prune --older-than 52w', { confirm: () => Promise.reject() })).toEqual({
        exitCode: 0,
        stdout: 'No span is that old, and the size is within the limit.\n',
        stderr: '',
      });
      expect(await data('db prune --older-than 52w --yes')).toEqual({
        dry_run: false,
        spans: 0,
        freed_bytes: 0,
      });
    });

    it.each([
      ['db prune', 'Which spans?'],
      ['db prune --older-than soon', "Option '--older-than <age>' argument 'soon' is invalid."],
      ['db prune --older-than 90', "Option '--older-than <age>' argument '90' is invalid."],
      ['db prune --max-size 5', "Option '--max-size <size>' argument '5' is invalid."],
      ['db prune --older-than 1d', 'Deleting needs a yes, and there is no terminal to ask on.'],
      ['db prune --older-than 1d --session x --yes', "--session does not apply to 'kagura db prune'."],
    ])('%s is a usage error that deletes nothing', async (line, message) => {
      const { exitCode, stdout, stderr } = await kagura(line);

      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(await data('db info')).toMatchObject({ spans: 20 });
    });
  });

  describe('vacuum', () => {
    it('makes the file smaller after a prune', async () => {
      await kagura('db vacuum');
      await kagura('db prune --older-than 15d --yes');
      const { bytes_before, bytes_after } = await data('db vacuum');

      expect(bytes_after).toBeLessThan(Number(bytes_before));
      expect(await data('db info')).toMatchObject({ bytes: bytes_after, free_bytes: 0 });
    });

    it('says both sizes', async () => {
      expect((await kagura('db vacuum')).stdout).toMatch(/^\S+ kB before, \S+ kB now\.\n$/);
    });
  });

  describe('delete', () => {
    it('takes a user out of every sum', async () => {
      expect((await kagura('db delete --user aki --yes')).stdout).toBe('10 spans in 5 traces deleted.\n');
      expect(await data('db info')).toMatchObject({ spans: 10 });
      expect(await data('cost --period all')).toMatchObject({ total_usd: 5, total_calls: 5 });
      expect(await data('cost --period all --user aki')).toMatchObject({ total_calls: 0 });
    });

    it('deletes a session, and a trace by the beginning of its id', async () => {
      expect((await kagura('db delete --session mio-3 --yes')).stdout).toBe('2 spans in 1 trace deleted.\n');
      expect((await kagura('db delete --trace 55555555 --yes')).stdout).toBe('2 spans in 1 trace deleted.\n');
      expect(await data('db info')).toMatchObject({ spans: 16, traces: 8 });
    });

    it('says what would go, and leaves it', async () => {
      expect(await data('db delete --user mio --dry-run')).toEqual({ dry_run: true, spans: 10, traces: 5 });
      expect((await kagura('db delete --user mio --dry-run')).stdout).toBe(
        '10 spans in 5 traces would be deleted.\n',
      );
      expect(await data('db info')).toMatchObject({ spans: 20 });
    });

    it.each([
      [true, 0],
      [false, 20],
    ])('asks first, and obeys a %s', async (answer, left) => {
      const questions: string[] = [];
      const confirm = async (question: string) => {
        questions.push(question);
        return answer;
      };
      const runs = [
        await kagura('db delete --user aki', { confirm }),
        await kagura('db delete --user mio', { confirm }),
      ];

      expect(questions).toEqual([
        `Delete 10 spans of user "aki" from ${seeded.path}?`,
        `Delete 10 spans of user "mio" from ${seeded.path}?`,
      ]);
      expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
      expect(runs.map(({ stderr }) => stderr)).toEqual(
        answer ? ['', ''] : ['Nothing was deleted.\n', 'Nothing was deleted.\n'],
      );
      expect(await data('db info')).toMatchObject({ spans: left });
    });

    it.each([
      [2, 'db delete --yes', 'Which spans?'],
      [2, 'db delete --user aki --session aki-1 --yes', 'cannot be used together'],
      [2, 'db delete --user aki', 'Deleting needs a yes'],
      [4, 'db delete --user nobody --yes', 'No span of user "nobody".'],
      [4, 'db delete --trace feed --yes', 'No trace "feed".'],
    ])('ends with %i for %s', async (expected, line, message) => {
      const { exitCode, stdout, stderr } = await kagura(line);

      expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: '' });
      expect(stderr).toContain(message);
      expect(await data('db info')).toMatchObject({ spans: 20 });
    });
  });

  it.each(['db', 'db inf'])('%s names no command', async (line) => {
    const { exitCode, stderr } = await kagura(line);

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      line === 'db' ? /A command is missing/ : /Unknown command 'inf'\n {2}Did you mean info/,
    );
  });

  it.each(['db vacuum', 'db prune --older-than 1d --yes', 'db delete --user aki --yes'])(
    '%s makes no database where there is none',
    async (line) => {
      const path = join(seeded.folder, 'other', 'kagura.db');
      const { exitCode } = await kagura(`${line} --db ${path}`);

      expect({ exitCode, exists: existsSync(path) }).toEqual({ exitCode: 3, exists: false });
    },
  );

  it('leaves a damaged file where it is', async () => {
    await kagura('db vacuum');
    const path = join(seeded.folder, 'damaged.db');
    const bytes = readFileSync(seeded.path);
    writeFileSync(path, bytes.subarray(0, 20_000).fill(0x55, 4_096));
    const { exitCode } = await kagura(`db prune --older-than 1d --yes --db ${path}`);

    expect(exitCode).toBe(3);
    expect(readFileSync(path)).toHaveLength(20_000);
    expect(readdirSync(seeded.folder).filter((name) => name.includes('corrupt'))).toEqual([]);
  });
});
