// A program with one agent that does everything our metrics tell of, again and again. It serves its metrics and pushes
// them too. It is told what to do by lines on its standard input and answers each with a line: `rest` when no call runs
// and everything is delivered, and it ends with its input.
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { CostTracker, observe, observeClient, startObservability, trace } from '@kagura/observability';
import OpenAI from 'openai';
import { startModelServer } from '../../../packages/examples/dist/model-server/model-server.js';

const { database, port, otlpUrl } = JSON.parse(process.argv[2]);
const MODEL = 'gpt-4o-mini';
const PAUSE_MS = 100;

const server = await startModelServer();
const kagura = startObservability({
  serviceName: 'demo',
  environment: 'test',
  database,
  register: false,
  prometheus: { port },
  otlp: { url: otlpUrl, metrics: true, intervalMs: 500 },
});
const openai = observeClient(
  new OpenAI({ apiKey: 'stand-in', baseURL: server.openaiBaseUrl, maxRetries: 1 }),
);
const tracker = new CostTracker();
await tracker.setBudget('monthly', { limitUsd: 0.0001, mode: 'warn' });
await tracker.setBudget('daily', { limitUsd: 0, agent: 'miser' });

const complete = (content) =>
  openai.chat.completions.create({ model: MODEL, messages: [{ role: 'user', content }] });
const lookUp = observe(
  async (topic) => (topic === '' ? Promise.reject(new RangeError('no topic')) : 'found'),
  {
    name: 'look_up',
    kind: 'tool',
  },
);
const plan = trace(async () => delay(1), 'plan');

const work = observe(
  async () => {
    await plan();
    await lookUp('trains');
    await complete('Which trains run tonight?');
    const stream = await openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content: 'Tell me a story.' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const _ of stream);
  },
  { name: 'concierge' },
);
const stumble = observe(
  async () => {
    await lookUp('').catch(() => undefined);
    await complete('Delete everything. [[error 429]]');
  },
  { name: 'concierge' },
);
const save = observe(async () => complete('May I?'), { name: 'miser' });
const idle = observe(async () => 'nothing', { name: 'dreamer' });

let round = 0;
let working = true;
async function rounds() {
  while (working) {
    round += 1;
    await Promise.allSettled([work(), stumble(), save(), round === 1 ? idle() : undefined]);
    if (round === 1) process.stdout.write('running\n');
    await delay(PAUSE_MS);
  }
}

const calls = rounds();
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'rest') continue;
  working = false;
  await calls;
  await kagura.flush();
  process.stdout.write('rested\n');
}
working = false;
await calls;
await kagura.shutdown();
await server.close();
