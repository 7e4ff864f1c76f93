// A process that writes until it is killed: its main thread and the others make observed calls, flush them, and then
// print the ids of their spans in one line. Whatever was printed must be in the store for good.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { isMainThread, threadId, Worker } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const { currentSpan, observe, startObservability } = require('../../packages/observability/dist/index.js');

const [database, threads] = process.argv.slice(2);
const STANDARD_OUTPUT = 1;
const CALLS_OF_BATCH = 20;
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'a-model-without-a-price'];

if (isMainThread) {
  for (let n = 1; n < Number(threads); n += 1)
    new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
}

const kagura = startObservability({ database, serviceName: 'killed', timeZone: 'UTC' });
let ids = [];
const noteSpan = () => ids.push(currentSpan().spanContext().spanId);

const ask = observe(
  (model) => {
    noteSpan();
    return {
      id: randomUUID(),
      object: 'chat.completion',
      model,
      choices: [],
      usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 },
    };
  },
  { kind: 'model' },
);
const agent = observe(
  (n) => {
    noteSpan();
    ask(MODELS[n % MODELS.length]);
    if (n % 7 === 0) throw new Error('every seventh call fails');
  },
  (_self, n) => ({ name: `agent-${n % 5}` }),
);

for (;;) {
  ids = [];
  for (let n = 0; n < CALLS_OF_BATCH; n += 1) {
    try {
      agent(n);
    } catch (error) {
      if (!/seventh/.test(error.message)) throw error;
    }
  }
  await kagura.flush();
  // One short write is never torn apart by another thread or by the end of the process; the dot tells that it is whole.
  writeSync(STANDARD_OUTPUT, `${threadId} ${ids.join(' ')} .\n`);
  await setImmediate();
}
