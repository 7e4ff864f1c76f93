import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// Each test starts several processes.
jest.setTimeout(120_000);

/** In nano-dollars: what all calls, those of one agent, and those of the last day have together. */
interface OfEach {
  readonly all: number;
  readonly one: number;
  readonly day: number;
}

interface Report {
  readonly kills: number;
  readonly endings: readonly number[];
  readonly errors: string;
  readonly gaveUp: boolean;
  readonly looks: number;
  readonly exceeded: readonly string[];
  readonly most: OfEach;
  readonly facts: number;
  readonly spent: OfEach;
  readonly left: OfEach;
  readonly settled: OfEach;
  readonly uncertain: number;
}

/** The most that one call may cost. */
const MOST = 1_000;

/** Has processes of 64 calls in flight spend from one ledger: until it is spent, or until so many were killed. */
async function spend(options: readonly string[]): Promise<Report> {
  const program = join(__dirname, '..', 'kill', 'spend.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...options]);
  return JSON.parse(stdout);
}

function expectSoundBooks(report: Report): void {
  expect(report).toMatchObject({
    gaveUp: false,
    errors: '',
    integrity: 'ok',
    // Looks that found settled + reserved + uncertain above a limit.
    exceeded: [],
    held: 0,
    wronglySettled: [],
    differences: [],
    differencesAfterReplay: [],
    settled: report.spent,
  });
  expect(report.looks).toBeGreaterThan(0);
}

const print = (what: string, { most, looks, facts }: Report): boolean =>
  process.stdout.write(
    `${what}: at most ${most.all} nano-dollars settled, reserved and uncertain in ${looks} looks at ${facts} settled calls\n`,
  );

it.each([
  ['4 processes', 4, 1],
  ['4 threads of one process', 1, 4],
])(
  '%s of 64 calls in flight spend what there is, and not a nano-dollar more',
  async (what, processes, threads) => {
    const report = await spend(['--processes', String(processes), '--threads', String(threads)]);
    expectSoundBooks(report);
    expect(report.endings).toEqual(Array(processes).fill(0));
    expect(report.uncertain).toBe(0);
    expect(report.most.all).toBeLessThanOrEqual(1_000_000);
    // Nor is anybody denied who would still fit.
    expect(report.left.all).toBeLessThan(MOST);
    expect(report.left.one).toBeLessThan(MOST);
    print(what, report);
  },
);

it('processes that are killed at random leave books that agree with what they have spent', async () => {
  const report = await spend(['--kills', '5', '--processes', '2']);
  expectSoundBooks(report);
  expect(report.kills).toBe(5);
  expect(report.facts).toBeGreaterThan(0);
  expect(report.uncertain).toBeLessThanOrEqual(5 * 64);
  print('5 processes killed', report);
});
