import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, readCostTotals, readStoreSummary } from '@kagura/store';

const PACKAGE = join(__dirname, '..', 'dist', 'index.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-open-calls-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program with `observe` in scope, and reads what it left in the store. */
function run(program: string) {
  const env = { ...process.env, KAGURA_DB: join(folder, 'kagura.db') };
  const source = `const { observe, recordUsage } = require(${JSON.stringify(PACKAGE)});\n${program}`;
  const { status, stderr } = spawnSync(process.execPath, ['--expose-gc', '-e', source], {
    env,
    encoding: 'utf8',
  });
  const database = openDatabase({ path: join(folder, 'kagura.db'), readOnly: true });
  const { calls } = readStoreSummary(database);
  const { calls: modelCalls, nanoUsd } = readCostTotals(database);
  database.close();
  return { status, stderr, calls, modelCalls, nanoUsd };
}

const CHUNKS = `
  const chunk = (rest) => ({ id: 'c', object: 'chat.completion.chunk', model: 'gpt-4o-mini', choices: [], ...rest });
  const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
`;

it('does not take a stream that is being read for abandoned when the object it came from is collected', () => {
  const result = run(`${CHUNKS}
    const ask = observe(() => ({
      async *[Symbol.asyncIterator]() {
        for (let n = 0; n < 5; n += 1) { await turn(); yield chunk({}); }
        yield chunk({ usage });
      },
    }), { name: 'ask', kind: 'model' });
    (async () => { for await (const _ of ask()) { global.gc(); await turn(); } })();
  `);
  expect(result).toMatchObject({ status: 0, modelCalls: 1, nanoUsd: 210_000 });
});

it('ends an abandoned stream when it is collected, with what it had told', () => {
  const result = run(`${CHUNKS}
    const ask = observe(async function* () { yield chunk({ usage }); yield chunk({}); }, { name: 'ask', kind: 'model' });
    (async () => {
      await ask().next();
      for (let n = 0; n < 20; n += 1) { global.gc(); await turn(); }
      await new Promise((resolve) => setTimeout(resolve, 500));
      process.kill(process.pid, 'SIGKILL');
    })();
  `);
  expect(result).toMatchObject({ status: null, modelCalls: 1, nanoUsd: 210_000 });
});

const ENDLESS = 'new ReadableStream({ pull(controller) { controller.enqueue(chunk({})); } })';

it.each([
  ['a web stream', ENDLESS, ''],
  [
    'the rest of a web stream of which somebody has read in a branch',
    ENDLESS,
    'await stream.tee()[0].getReader().read();',
  ],
  ['a stream of Node.js', "require('node:stream').Readable.from([chunk({})])", ''],
])('ends %s that nobody reads when it is collected', (_what, made, reading) => {
  const result = run(`${CHUNKS}
    const ask = observe(() => ${made}, { name: 'ask', kind: 'model' });
    (async () => { const stream = ask(); ${reading} })();
    (async () => {
      for (let n = 0; n < 20; n += 1) { global.gc(); await turn(); }
      await new Promise((resolve) => setTimeout(resolve, 500));
      process.kill(process.pid, 'SIGKILL');
    })();
  `);
  expect(result).toMatchObject({ status: null, calls: 1 });
});

it('does not take a pipe for abandoned while it runs and only its end is held', () => {
  const result = run(`${CHUNKS}
    const source = () => {
      let left = 5;
      return new ReadableStream({
        async pull(controller) {
          await turn();
          left -= 1;
          if (left > 0) return controller.enqueue(chunk({}));
          controller.enqueue(chunk({ usage }));
          controller.close();
        },
      }, { highWaterMark: 0 });
    };
    const ask = observe(source, { name: 'ask', kind: 'model' });
    (async () => {
      for await (const _ of ask().pipeThrough(new TransformStream())) { global.gc(); await turn(); }
    })();
  `);
  expect(result).toMatchObject({ status: 0, modelCalls: 1, nanoUsd: 210_000 });
});

it('records an agent that ends the process itself, and the stream it was reading', () => {
  const result = run(`${CHUNKS}
    const ask = observe(async function* () { yield chunk({ usage }); await turn(); yield chunk({}); }, { name: 'ask', kind: 'model' });
    observe(async () => { for await (const _ of ask()) process.exit(4); }, 'main')();
  `);
  expect(result).toMatchObject({ status: 4, calls: 1, modelCalls: 1, nanoUsd: 210_000 });
});
