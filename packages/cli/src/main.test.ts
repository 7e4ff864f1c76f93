import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliRun, type CliRunOptions, runCli } from './test/run-cli';
import { type SeededDatabase, seedDatabase } from './test/seeded-database';
import { exactCost, modelCall, STARTED_US, spanRecord, unpricedCost } from './test/span-records';

const DAY_US = 86_400_000_000;

function records() {
  const mine = spanRecord({ traceId: `4bf92f35${'0'.repeat(24)}` });
  const twin = spanRecord({ traceId: `4bf92f35${'1'.repeat(24)}`, startUs: STARTED_US + 60_000_000 });
  const other = spanRecord({ name: 'research', agent: 'research', startUs: STARTED_US + DAY_US });
  return [
    mine,
    modelCall(mine, 0),
    twin,
    other,
    modelCall(other, 0, { model: 'glm-5.2', provider: 'zhipu', cost: unpricedCost() }),
    modelCall(other, 1, { provider: 'azure', environment: 'production', cost: exactCost(500_000_000) }),
  ];
}

describe('kagura', () => {
  let seeded: SeededDatabase;

  beforeAll(() => {
    seeded = seedDatabase(records());
  });

  afterAll(() => {
    seeded.remove();
  });

  function kagura(line: string, options: CliRunOptions = {}): Promise<CliRun> {
    return runCli(line.split(' ').filter(Boolean), { cwd: seeded.folder, ...options });
  }

  describe('help', () => {
    it.each(['', '--help', '-h', 'help'])('is printed for "%s"', async (line) => {
      const { exitCode, stdout, stderr } = await kagura(line);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: kagura/);
      expect(stdout).toContain('Exit codes:');
    });

    it('is a success whatever exit code the process has so far', async () => {
      process.exitCode = 3;
      const { exitCode, stderr } = await kagura('help');
      process.exitCode = undefined;
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    });

    it('of a command shows the flags that it obeys and no others', async () => {
      const { stdout } = await kagura('trace --help');
      expect(stdout).toContain('--agent <name>');
      expect(stdout).toContain('kagura trace my_agent --last');
      expect(stdout).not.toContain('--period');
    });

    it('the version is that of the package', async () => {
      const { version } = jest.requireActual<{ version: string }>('../package.json');
      expect(await kagura('-V')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    });
  });

  describe('usage errors', () => {
    it.each([
      ['cots', "Unknown command 'cots'", 'Did you mean cost?'],
      ['cost --perod today', "Unknown option '--perod'", 'Did you mean --period?'],
      ['cost --period lst_month', 'Unknown period "lst_month".  Did you mean "last_month"?', 'Valid: today'],
      ['cost --period today --since 2h', '--period and --since cannot be used together.', ''],
      ['cost --by agnet', 'Unknown block "agnet".  Did you mean "agent"?', 'Valid: agent model provider day'],
      ['stats --limit few', "Option '--limit <rows>' argument 'few' is invalid.", ''],
      ['stats --tz Mars/Olympus', 'Unknown time zone "Mars/Olympus" (from --tz).', ''],
      ['stats extra', "Too many arguments for 'stats'.", ''],
      ['stats --week-start fri', "Option '--week-start <day>' argument 'fri' is invalid.", ''],
      ['stats --tag team', "Option '--tag <key=value>' argument 'team' is invalid.", ''],
      ['cost --status failed', "Option '--status <status>' argument 'failed' is invalid.", ''],
      ['trace --last --week-start sun', "--week-start does not apply to 'kagura trace'.", ''],
      ['trace --period today --last', "--period does not apply to 'kagura trace'.", ''],
      ['trace', 'Which trace?', 'Name an agent or a trace id'],
    ])('%s', async (line, message, hint) => {
      const { exitCode, stdout, stderr } = await kagura(line);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr.startsWith(`✖ ${message}`)).toBe(true);
      expect(stderr).toContain(hint);
    });

    it('a trace prefix that fits several names them', async () => {
      expect(await kagura('trace 4bf9')).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: `✖ Trace prefix "4bf9" matches several traces. Use more characters:
  4bf92f350  my_agent 2025-10-04 10:30:15
  4bf92f351  my_agent 2025-10-04 10:31:15
`,
      });
    });

    it('are a JSON object on stderr with --json', async () => {
      const { exitCode, stdout, stderr } = await kagura('cots --json');
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(JSON.parse(stderr)).toEqual({
        error: { code: 'USAGE', message: "Unknown command 'cots'", hint: 'Did you mean cost?', exit_code: 2 },
      });
    });
  });

  describe('without a database', () => {
    let folder: string;

    beforeAll(() => {
      folder = realpathSync(mkdtempSync(join(tmpdir(), 'kagura-cli-')));
    });

    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it('says where it looked and what to do', async () => {
      const { exitCode, stdout, stderr } = await runCli(['stats'], { cwd: folder });
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toMatch(/^✖ No Kagura database found\.\n {2}Looked for \.kagura\/kagura\.db in \//);
      expect(stderr).toContain(`in ${folder} and its `);
      expect(stderr).toContain('--db and KAGURA_DB are not set');
    });

    it.each(['stats --db none.db', 'stats --db a-folder', 'stats --db a-text'])('%s', async (line) => {
      mkdirSync(join(folder, 'a-folder'), { recursive: true });
      writeFileSync(join(folder, 'a-text'), 'This is no database.'.repeat(100));
      const { exitCode, stdout, stderr } = await runCli(line.split(' '), { cwd: folder });
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toMatch(/^✖ /);
    });

    it('names the database by flag, then by environment, then by looking upward', async () => {
      const below = join(seeded.folder, 'src', 'deep');
      mkdirSync(below, { recursive: true });
      const outside = { cwd: folder };
      expect(await kagura(`stats --db ${seeded.path}`, outside)).toMatchObject({ exitCode: 0 });
      expect(await kagura('stats', { ...outside, env: { database: seeded.path } })).toMatchObject({
        exitCode: 0,
      });
      expect(await kagura('stats', { cwd: below })).toMatchObject({ exitCode: 0 });
      expect(await kagura('stats --db none.db', { env: { database: seeded.path } })).toMatchObject({
        exitCode: 3,
      });
    });
  });

  describe('what is not there', () => {
    it.each([
      ['stats -a my_agnt', 'No agent named "my_agnt".  Did you mean "my_agent"?'],
      ['cost --period all -a zzz', 'No agent named "zzz".\n  Recorded agents: my_agent, research'],
      [
        'trace my_agnt --last',
        'No trace for agent "my_agnt".\n  Did you mean "my_agent" (2 calls, last 2025-10-04 10:31:15)?\n  kagura trace my_agent --last',
      ],
      ['trace feedfeed', 'No trace for "feedfeed": it is neither an agent nor the start of a trace id.'],
    ])('%s', async (line, message) => {
      expect(await kagura(line)).toEqual({ exitCode: 4, stdout: '', stderr: `✖ ${message}\n` });
    });

    it('no call in the range is a result, with a note of where the calls are', async () => {
      expect(await kagura('stats --period 2024-01')).toEqual({
        exitCode: 0,
        stdout: 'Agent Statistics\n================\nNo calls in this range.\n',
        stderr: 'The database holds 3 calls from 2025-10-04 to 2025-10-05. Try --period 2025-10.\n',
      });
      const cost = await kagura('cost --period 2024-01 -q');
      expect(cost).toEqual({
        exitCode: 0,
        stdout: 'Cost Report (2024-01)\n=====================\nTotal: $0.00\n',
        stderr: '',
      });
    });

    it('a filter that nothing passes is not blamed on the range', async () => {
      const { exitCode, stderr } = await kagura('stats -m gpt-9');
      expect({ exitCode, stderr }).toEqual({
        exitCode: 0,
        stderr: 'The database holds 3 calls from 2025-10-04 to 2025-10-05. None match the filters.\n',
      });
    });

    it('an empty database says so', async () => {
      const empty = seedDatabase([]);
      const { exitCode, stderr } = await runCli(['stats'], { cwd: empty.folder });
      expect(await runCli(['trace', '--last'], { cwd: empty.folder })).toMatchObject({ exitCode: 4 });
      empty.remove();
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'The database holds no calls yet.\n' });
    });

    it('warnings of JSON go to stderr as well', async () => {
      const { stdout, stderr } = await kagura('stats --json --period 2024-01');
      expect(JSON.parse(stdout)).toMatchObject({ data: [], warnings: [stderr.trimEnd()] });
    });
  });

  describe('reports', () => {
    it('say which calls have no price', async () => {
      const { stdout } = await kagura('cost --period all --by agent');
      expect(stdout).toContain('Total: ≥ $0.501\n');
      expect(stdout).toContain('  research: ≥ $0.50   (99.8%)\n  my_agent:   $0.0012 (0.2%)\n');
      expect(stdout).toContain(
        '⚠ Unpriced models: 1 of 3 calls have no price (33.3%)\n  glm-5.2  1 call, 205 tokens\n',
      );
      const { stdout: stats } = await kagura('stats');
      expect(stats).toContain('  Total cost: ≥ $0.50\n');
      expect(stats).toContain('⚠ Unpriced models: 1 of 3 calls');
    });

    it('filter by provider and environment', async () => {
      const cost = async (line: string) =>
        JSON.parse((await kagura(`cost --period all --json ${line}`)).stdout);
      expect(await cost('--provider zhipu')).toMatchObject({
        data: { total_usd: null, cost_status: 'unpriced', priced_calls: 0, total_calls: 1 },
      });
      expect(await cost('--env production')).toMatchObject({ data: { total_usd: 0.5, total_calls: 1 } });
    });

    it.each([
      ['--session s-1', 1],
      ['--user aki', 2],
      ['--user mio', 0],
      ['--tag team=search', 1],
      ['--tag team=a=b', 1],
      ['--tag team=sear', 0],
      ['--status error', 1],
      ['--status ok', 2],
      ['--status ok --user aki', 1],
    ])('filter by %s', async (flags, calls) => {
      const person = { user: 'aki', session: 's-1', tags: { team: 'search' } };
      const root = spanRecord({ context: person });
      const few = seedDatabase([
        root,
        modelCall(root, 0, { context: person }),
        modelCall(root, 1, { context: { user: 'aki', tags: { team: 'a=b' } }, status: 'error' }),
        modelCall(root, 2),
      ]);
      const { stdout } = await runCli(['cost', '--json', '--period', 'all', ...flags.split(' ')], {
        cwd: few.folder,
      });
      few.remove();
      expect(JSON.parse(stdout).data.total_calls).toBe(calls);
    });

    it('begin a week on the day asked for', async () => {
      const start = async (flags: string) =>
        JSON.parse((await kagura(`stats --json --period this_week${flags}`)).stdout).range.start;
      expect(await start('')).toBe('2025-10-27T00:00:00.000+00:00');
      expect(await start(' --week-start mon')).toBe('2025-10-27T00:00:00.000+00:00');
      expect(await start(' --week-start sun')).toBe('2025-10-26T00:00:00.000+00:00');
    });

    it('count days in the zone asked for', async () => {
      const days = async (zone: string) =>
        JSON.parse((await kagura(`cost --period all --by day --json --tz ${zone}`)).stdout).data.by_day;
      expect(await days('UTC')).toMatchObject([{ date: '2025-10-04' }, { date: '2025-10-05' }]);
      expect(await days('Pacific/Kiritimati')).toMatchObject([
        { date: '2025-10-05' },
        { date: '2025-10-06' },
      ]);
    });

    it('use the zone stored in the database unless another is asked for', async () => {
      const stored = seedDatabase(records(), { timeZone: 'Asia/Tokyo' });
      const zone = async (env: CliRunOptions['env'], ...flags: string[]) =>
        JSON.parse(
          (await runCli(['stats', '--json', ...flags], { cwd: stored.folder, env: env ?? {} })).stdout,
        ).time_zone;
      const zones = [
        await zone({}),
        await zone({ timeZone: 'Europe/Madrid' }),
        await zone({ timeZone: 'Europe/Madrid' }, '--tz', 'utc'),
      ];
      stored.remove();
      expect(zones).toEqual(['Asia/Tokyo', 'Europe/Madrid', 'UTC']);
    });

    it('show as many rows as asked for and count the rest', async () => {
      const { stdout } = await kagura('stats --limit 1');
      expect(stdout).toContain('\n\n… 1 more agent (--limit 0 shows all)\n');
      expect((await kagura('cost --period all --limit 1')).stdout).toContain('  … 1 more:   $0.0012 (0.2%)');
      expect((await kagura('stats --limit 0')).stdout).toContain('research:');
    });

    it('take shared flags before the command', async () => {
      expect(await kagura('--period 2025-10 --json cost')).toEqual(
        await kagura('cost --json --period 2025-10'),
      );
    });
  });

  describe('traces', () => {
    it.each(['trace 4bf92f350', 'trace 4BF92F3500', 'trace --last --agent my_agent', 'trace my_agent'])(
      '%s',
      async (line) => {
        const { exitCode, stdout } = await kagura(line);
        expect(exitCode).toBe(0);
        expect(stdout).toMatch(/^Trace: my_agent \(2025-10-04 10:3[01]:15\)\n/);
      },
    );

    it('the last of all is the one that started last', async () => {
      expect((await kagura('trace --last')).stdout).toMatch(/^Trace: research \(2025-10-05 10:30:15\)\n/);
    });
  });

  it('tells of a defect as one, with its stack only when asked', async () => {
    const now = () => {
      throw new TypeError('the clock stopped');
    };
    expect(await kagura('stats', { now })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        '✖ Something went wrong in Kagura: the clock stopped\n  Run again with --debug and report it.\n',
    });
    expect((await kagura('stats --debug', { now })).stderr).toMatch(/\nTypeError: the clock stopped\n +at /);
  });
});
