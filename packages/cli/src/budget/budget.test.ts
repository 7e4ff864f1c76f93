import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliRun, type CliRunOptions, runCli } from '../test/run-cli';
import { type SeededDatabase, seedDatabase } from '../test/seeded-database';
import { seedBudget } from '../test/seeded-ledger';

const CENT = 10_000_000;
const LONG_ID = `of the ${'very '.repeat(20)}long name`;

let seeded: SeededDatabase;

beforeEach(() => {
  seeded = seedDatabase([]);
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

function configure(configuration: unknown): void {
  writeFileSync(join(seeded.folder, 'kagura.config.json'), JSON.stringify(configuration));
}

describe('kagura budget list', () => {
  beforeEach(() => {
    seedBudget(seeded.path, { period: 'monthly', limitUsd: 50, settled: 4_321 * CENT, held: 20 * CENT });
    seedBudget(seeded.path, {
      period: 'daily',
      limitUsd: 0.5,
      agent: 'research',
      mode: 'warn',
      settled: 31 * CENT,
    });
    seedBudget(seeded.path, { period: '24h', limitUsd: 1, tag: 'team=infra', held: 10 * CENT, isLost: true });
  });

  it('shows how every budget stands', async () => {
    const { exitCode, stdout, stderr } = await kagura('budget list');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'Id                    Counts          Period  Mode    Spent   Limit   Used     Forecast',
        '24h:tag.team=infra    tag team=infra  24h     block   $0.10   $1.00    10%            —',
        'daily:agent=research  agent research  day     warn    $0.31   $0.50    62%  ⚠     $0.62',
        'monthly               all calls       month   block  $43.21  $50.00  86.4%  ⚠    $50.55',
        '',
        '  24h:tag.team=infra: $0.10 of it uncertain; see: kagura budget uncertain',
        '⚠ daily:agent=research: 50% of the limit reached',
        '⚠ monthly: 80% of the limit reached',
        '  monthly: $0.20 held for calls that run',
        '',
      ].join('\n'),
    );
    expect((await kagura('budget')).stdout).toBe(stdout);
  });

  it('draws bars on a terminal that has room for them, and cuts no name on one that has none', async () => {
    const wide = (await kagura('budget', { columns: 120 })).stdout;
    expect(wide).toContain('86.4%  ████████▋░ ⚠ ');
    const narrow = (await kagura('budget', { columns: 90 })).stdout;
    expect(narrow).not.toContain('█');
    expect(narrow).toMatch(/^monthly +all calls /m);
    seedBudget(seeded.path, { period: 'monthly', limitUsd: 1, id: LONG_ID });
    const blocks = (await kagura('budget', { columns: 60 })).stdout;
    expect(blocks).toContain(`\n\n${LONG_ID}\n  Counts:    all calls\n  Period:    month\n`);
    expect(blocks).toContain('  Spent:     $43.21 of $50.00 (86.4%) ⚠\n');
  });

  it('says the same in JSON', async () => {
    expect(await data('budget list monthly')).toEqual({
      budgets: [
        {
          id: 'monthly',
          period: 'month',
          scope: {},
          mode: 'block',
          time_zone: 'UTC',
          limit_usd: 50,
          spent_usd: 43.21,
          reserved_usd: 0.2,
          uncertain_usd: 0,
          remaining_usd: 6.79,
          used_ratio: 0.8642,
          status: 'warn',
          thresholds: [50, 80, 100],
          thresholds_reached: [50, 80],
          starts_at: '2025-10-01T00:00:00.000+00:00',
          resets_at: '2025-11-01T00:00:00.000+00:00',
          forecast_usd: 50.54754717,
          forecast_method: 'run_rate',
        },
      ],
    });
    expect(await data('budget')).toMatchObject({
      budgets: [{ uncertain_usd: 0.1, spent_usd: 0.1, resets_at: null, forecast_usd: null }, {}, {}],
    });
  });

  it('knows no others', async () => {
    expect(await kagura('budget list montly')).toMatchObject({
      exitCode: 4,
      stdout: '',
      stderr: '✖ No budget "montly".  Did you mean "monthly"?\n',
    });
  });
});

describe('kagura budget', () => {
  it('without budgets says how to set one, and makes no file', async () => {
    expect(await kagura('budget')).toEqual({
      exitCode: 0,
      stdout: 'No budgets are set.\n',
      stderr: 'Set one: kagura budget set 50 --period monthly\n',
    });
    expect(existsSync(join(seeded.folder, '.kagura', 'ledger.db'))).toBe(false);
  });

  it('set keeps a budget in the ledger, before there is any database', async () => {
    seeded.remove();
    seeded = seedDatabase([]);
    const { exitCode, stdout } = await kagura(
      'budget set 0.50 --period daily --agent research --tag team=infra --mode warn --warn 90,50 --tz Asia/Tokyo',
      { cwd: join(seeded.folder, '.kagura') },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Budget daily:agent=research,tag\.team=infra: \$0\.50 per day for agent research, tag team=infra \(warn\)\. Kept in .*ledger\.db\.\n$/,
    );
    expect(await data('budget')).toMatchObject({
      budgets: [
        {
          scope: { agent: 'research', tag: { key: 'team', value: 'infra' } },
          mode: 'warn',
          time_zone: 'Asia/Tokyo',
          thresholds: [50, 90],
          limit_usd: 0.5,
        },
      ],
    });
  });

  it('set replaces the limit and keeps the money', async () => {
    seedBudget(seeded.path, { period: 'monthly', limitUsd: 50, settled: 300 * CENT });
    expect((await kagura('budget set 2')).stdout).toMatch(
      /^Budget monthly: \$2\.00 per month for all calls, instead of \$50\.00 \(block\)\./,
    );
    expect(await data('budget')).toMatchObject({ budgets: [{ limit_usd: 2, spent_usd: 3, status: 'over' }] });
  });

  it.each([
    ['budget set', /missing required argument 'usd'/i],
    ['budget set -5', /unknown option '-5'|"limitUsd" must be/],
    ['budget set fifty', /"limitUsd" must be US dollars.*received "fifty"/],
    ['budget set 5 --period monhtly', /Unknown budget period "monhtly"/],
    ['budget set 5 --mode downgrade', /Allowed choices are block, warn/],
    ['budget set 5 --warn half', /percentages like 50,80/],
    ['budget set 5 --warn 5000', /"thresholds" must be/],
    ['budget set 5 --estimate most', /"estimate" must be one of max, p99/],
    ['budget set 5 --status ok', /--status does not apply to 'kagura budget set'/],
  ])('%s is refused', async (line, message) => {
    const { exitCode, stderr } = await kagura(line);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('rm takes a budget away, once', async () => {
    seedBudget(seeded.path, { period: 'monthly', limitUsd: 50 });
    expect(await kagura('budget rm monthly')).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await kagura('budget rm monthly')).exitCode).toBe(4);
    expect((await kagura('budget')).stdout).toBe('No budgets are set.\n');
  });

  it('uncertain shows what forgive strikes', async () => {
    seedBudget(seeded.path, { period: 'monthly', limitUsd: 50, held: 20 * CENT, isLost: true });
    expect((await kagura('budget uncertain')).stdout).toBe(
      [
        'Call          Counted  Agent     Model   Began                Budgets',
        'held-monthly    $0.20  research  gpt-4o  2025-10-27 12:00:00  monthly',
        '',
      ].join('\n'),
    );
    expect(await kagura('budget forgive held-monthly')).toMatchObject({
      exitCode: 0,
      stdout: '$0.20 of call held-monthly count no longer.\n',
    });
    expect((await kagura('budget forgive held-monthly')).exitCode).toBe(4);
    expect(await data('budget uncertain')).toEqual({ calls: [] });
  });
});

describe('kagura budget check', () => {
  it('ends with 5 and a line for each budget that is overspent', async () => {
    seedBudget(seeded.path, { period: 'monthly', limitUsd: 50, settled: 5_210 * CENT });
    seedBudget(seeded.path, { period: 'daily', limitUsd: 1, settled: 50 * CENT });
    seedBudget(seeded.path, { period: '24h', limitUsd: 1, agent: 'research', settled: 150 * CENT });
    expect(await kagura('budget check')).toEqual({
      exitCode: 5,
      stdout:
        '✖ 24h:agent=research: $1.50 of $1.00 in 24h (150%)\n✖ monthly: $52.10 of $50.00 this month (104.2%)\n',
      stderr: '',
    });
    expect(await kagura('budget check daily')).toEqual({
      exitCode: 0,
      stdout: '✔ daily: $0.50 of $1.00 today (50%)\n',
      stderr: '',
    });
    expect((await kagura('budget check monthly --json')).exitCode).toBe(5);
    expect(await data('budget check')).toMatchObject({ is_over: true, budgets: [{}, {}, {}] });
  });

  it('ends with 0 where there is nothing to keep, and with 4 for a budget that is not there', async () => {
    expect(await kagura('budget check')).toMatchObject({ exitCode: 0, stdout: 'No budgets are set.\n' });
    expect((await kagura('budget check monthly')).exitCode).toBe(4);
  });
});

describe('kagura.config.json', () => {
  it('sets its budgets for the commands that look at them', async () => {
    configure({ timeZone: 'Asia/Tokyo', budgets: [{ period: 'monthly', limitUsd: 100, agent: 'research' }] });
    expect(await data('budget')).toMatchObject({
      budgets: [{ id: 'monthly:agent=research', limit_usd: 100 }],
    });
    configure({ budgets: [{ period: 'monthly', limitUsd: 90, agent: 'research' }] });
    expect(await data('budget')).toMatchObject({ budgets: [{ limit_usd: 90 }] });
  });

  it('gives the zone where nothing else does', async () => {
    configure({ timeZone: 'Asia/Tokyo', budgets: [{ period: 'monthly', limitUsd: 100 }] });
    const { stdout } = await kagura('budget --json', { env: {} });
    expect(JSON.parse(stdout)).toMatchObject({
      time_zone: 'Asia/Tokyo',
      data: { budgets: [{ time_zone: 'Asia/Tokyo', starts_at: '2025-10-01T00:00:00.000+09:00' }] },
    });
  });

  it('stands over what the command sets', async () => {
    configure({ budgets: [{ period: 'monthly', limitUsd: 100 }] });
    const { stderr } = await kagura('budget set 5');
    expect(stderr).toMatch(/kagura\.config\.json has a budget "monthly" too, which is set again/);
    expect(await data('budget')).toMatchObject({ budgets: [{ limit_usd: 100 }] });
  });

  it('is refused where it says what cannot work', async () => {
    configure({ budgets: [{ period: 'monthly', limit: 100 }] });
    const { exitCode, stderr } = await kagura('budget');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /kagura\.config\.json: budgets\[0\]: .*unknown option "limit"\. Did you mean "limitUsd"/,
    );
  });
});

it('a damaged ledger is told as such', async () => {
  writeFileSync(join(seeded.folder, '.kagura', 'ledger.db'), 'no database at all, but text '.repeat(200));
  expect((await kagura('budget')).exitCode).toBe(3);
});
