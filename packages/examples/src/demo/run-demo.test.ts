import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CostTracker } from '@kagura/observability';
import { runDemo } from './run-demo';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'kagura-demo-'));
});

afterEach(() => rm(cwd, { recursive: true }));

async function demo(...argv: string[]) {
  const result = { exitCode: 0, stdout: '', stderr: '' };
  result.exitCode = await runDemo(argv, {
    stdout: { write: (text) => (result.stdout += text) },
    stderr: { write: (text) => (result.stderr += text) },
    cwd,
  });
  return result;
}

test('the demo ends with three reports about the calls it made', async () => {
  const { exitCode, stdout, stderr } = await demo('--once');
  const cost = await new CostTracker({ database: join(cwd, '.kagura', 'demo.db') }).getCost();

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('stand-in');
  expect(stdout).toMatch(/Agent Statistics\n.*research_agent:\n {2}Total calls: 3\n/s);
  expect(stdout).toMatch(/flaky_agent:\n {2}Total calls: 8\n {2}Success rate: 75/);
  expect(stdout).toMatch(/Cost Report \(.*By Agent:.*By Model:\n.*claude-sonnet-5/s);
  expect(stdout).toMatch(/Trace: research_agent .*Status: Success.*Timeline:/s);
  expect(cost).toMatchObject({ unpricedCalls: 0, status: 'exact' });
  expect(cost.total).toBeGreaterThan(0.001);
});

test('a second run starts afresh', async () => {
  const first = await demo();
  const second = await demo();
  const calls = /(\d+) calls of agents, (\d+) of them failed/;

  expect(second.stdout.match(calls)?.[0]).toBe(first.stdout.match(calls)?.[0]);
  expect(first.stdout.match(calls)?.slice(1)).toEqual(['15', '2']);
});

test('what is not known or not there yet is refused', async () => {
  expect(await demo('--onec')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('--onec'),
  });
  expect(await demo('--live')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('stand-in') });
  expect(await demo('--help')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Usage:') });
});
