import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CostTracker } from '@kagura/observability';

const built = require.resolve('./run').replace(/src(.snippets.run)\.ts$/, 'dist$1.js');
const KEYS = /^(OPENAI|AZURE_OPENAI|ANTHROPIC)_/;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the built program as somebody does who has no key. */
async function run(name: string) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([variable]) => !KEYS.test(variable)));
  delete env.KAGURA_DB;
  const child = spawn(process.execPath, [built, name], {
    cwd: folder,
    env,
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  return { printed, errors, status };
}

test.each([
  ['openai', /^You asked: Write a poem.*\d+ tokens written: \$0\.00\d+\n$/s],
  ['azure-openai', /^You asked: How do I reset my password\?.*\nOne answer of gpt-4o-mini: \$0\.0000\d+\n$/s],
  ['anthropic', /^You asked: What is a black hole\?.*\nend_turn after 1 call: \$0\.00\d+\n$/s],
])('the example of %s runs without a key, a second time with the same numbers', async (name, expected) => {
  const first = await run(name);
  const second = await run(name);

  expect(first).toEqual({ printed: expect.stringMatching(expected), errors: '', status: 0 });
  expect(second).toEqual(first);
  const database = join(folder, '.kagura', 'example.db');
  expect(await new CostTracker({ database }).getCost()).toMatchObject({ calls: 1, status: 'exact' });
});

test('a name that is no example fails, and says which there are', async () => {
  const { errors, status } = await run('gemini');

  expect(errors).toContain('"gemini" is none of openai, azure-openai, anthropic');
  expect(status).toBe(1);
});
