import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CostTracker } from '@kagura/observability';
import { type ModelServer, startModelServer } from '../model-server/model-server';

interface Run {
  /** What the program printed, by case. */
  readonly printed: ReadonlyMap<string, string>;
  readonly warnings: string;
  readonly status: number;
}

/** Runs a built program in a process of its own, on a server of its own; with a database, its client is observed. */
async function run(program: string, url: (server: ModelServer) => string, database?: string): Promise<Run> {
  const server = await startModelServer();
  const built = program.replace(/src(.clients.\w+-program)\.ts$/, 'dist$1.js');
  const args = [built, url(server), ...(database ? ['observed'] : [])];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, KAGURA_DB: database },
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close') as Promise<[number]>;
  const [stdout, warnings] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  await server.close();
  const sections = stdout.split('## ').slice(1);
  return {
    printed: new Map(sections.map((section) => [section.split('\n', 1)[0] ?? '', section])),
    warnings,
    status,
  };
}

describe.each([
  [
    'OpenAI',
    require.resolve('./openai-program'),
    (server: ModelServer) => server.openaiBaseUrl,
    { cases: 39, calls: 38 },
  ],
  [
    'Anthropic',
    require.resolve('./anthropic-program'),
    (server: ModelServer) => server.anthropicBaseUrl,
    { cases: 26, calls: 25 },
  ],
] as const)('%s', (_name, program, url, count) => {
  let folder: string;
  let plain: Run;
  let observed: Run;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kagura-output-'));
    [plain, observed] = await Promise.all([run(program, url), run(program, url, join(folder, 'kagura.db'))]);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('prints the same to the byte with its client observed', () => {
    expect([...observed.printed.keys()]).toEqual([...plain.printed.keys()]);
    expect(observed.printed.size).toBe(count.cases);
    for (const [name, text] of plain.printed) expect(observed.printed.get(name)).toBe(text);
  });

  it('ends the same, and warns of nothing more', () => {
    expect([observed.status, observed.warnings]).toEqual([plain.status, plain.warnings]);
  });

  it('has each of its calls recorded once, however often the client tried', async () => {
    const { calls } = await new CostTracker({ database: join(folder, 'kagura.db') }).getCost();
    expect(calls).toBe(count.calls);
  });
});
