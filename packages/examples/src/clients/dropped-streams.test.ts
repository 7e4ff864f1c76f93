import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ModelServer, startModelServer } from '../model-server/model-server';

/** Prints what is recorded once the garbage collector has run, while the process still lives. */
const PROGRAM = `
  const { CostTracker, observeClient } = require('@kagura/observability');
  const { default: OpenAI } = require('openai');
  const timers = require('node:timers/promises');
  const client = observeClient(new OpenAI({ apiKey: 'k' }));
  async function drop(read) {
    const messages = [{ role: 'user', content: 'Hello' }];
    await read(await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true }));
  }
  async function main() {
    await drop(async () => {});
    await drop(async (stream) => void (await stream[Symbol.asyncIterator]().next()));
    let calls = 0;
    for (let turn = 0; turn < 100 && calls < 2; turn += 1) {
      gc();
      await timers.setTimeout(10);
      calls = (await new CostTracker().getCost()).calls;
    }
    console.log(calls);
    process.exit();
  }
  main();
`;

let folder: string;
let server: ModelServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kagura-dropped-'));
  server = await startModelServer();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

it('records streams that were dropped, unread or half read, when they are collected', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '-e', PROGRAM], {
    cwd: __dirname,
    env: { ...process.env, KAGURA_DB: join(folder, 'kagura.db'), OPENAI_BASE_URL: server.openaiBaseUrl },
  });
  expect(stdout).toBe('2\n');
});
