import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './test/run-program';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-collected-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An instrumentation that never ends the span of a request which fails, and an agent that tries again elsewhere. */
const PROGRAM = `
  const { CostTracker, observe, startObservability } = require(process.env.PACKAGE);
  const { trace } = require('@opentelemetry/api');
  const timers = require('node:timers/promises');
  const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
  startObservability();
  const agent = observe(() => {
    trace.getTracer(process.env.SCOPE).startSpan('call', { attributes: { 'gen_ai.operation.name': 'chat' } });
    return { id: 'a', object: 'chat.completion', model: 'gpt-4o-mini', choices: [], usage };
  }, 'agent');
  async function main() {
    agent();
    const calls = async () => (await new CostTracker().getCost()).calls;
    console.log(await calls());
    for (let turn = 0; turn < 100 && (await calls()) === 0; turn += 1) {
      gc();
      await timers.setTimeout(10);
    }
    console.log(await calls());
    process.kill(process.pid, 'SIGKILL');
  }
  main();
`;

it.each(['@arizeai/openinference-instrumentation-openai', '@opentelemetry/instrumentation-openai'])(
  'what an agent returns waits for the span of %s until nobody can end it any more',
  async (scope) => {
    const { stdout, stderr } = await runProgram({
      args: ['--expose-gc', '-e', PROGRAM],
      cwd: __dirname,
      env: {
        SCOPE: scope,
        PACKAGE: join(__dirname, '..', 'dist', 'index.js'),
        KAGURA_DB: join(folder, 'kagura.db'),
      },
    });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n1\n', stderr: '' });
  },
);
