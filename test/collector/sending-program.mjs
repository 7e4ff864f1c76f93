// A program with Kagura that sends spans and metrics by OTLP. It does what each line of its input says and answers with
// a line of JSON: `emit N` makes N runs of an agent that asks a model, `flush` waits until all is sent, `end` shuts down.
import { createInterface } from 'node:readline';
import { observe, startObservability } from '@kagura/observability';

const RESPONSE = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Yes.' } }],
  usage: { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1200 },
};

let ended = [];
const [url] = process.argv.slice(2);
const kagura = startObservability({
  serviceName: 'collector-suite',
  database: false,
  otlp: { url, intervalMs: 60_000 },
  spanProcessors: [
    {
      onStart: () => undefined,
      onEnd: (span) => ended.push(span.spanContext().spanId),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    },
  ],
});
const ask = observe(async () => RESPONSE, { name: 'ask', kind: 'model', provider: 'openai' });
const agent = observe(() => ask(), 'collected');

/** Spans that the SDK gave up, by reason. */
async function lost() {
  const { resourceMetrics } = await kagura.metricProducer.collect();
  const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  const points = metrics.find(({ descriptor }) => descriptor.name === 'kagura.dropped')?.dataPoints ?? [];
  return points
    .filter(({ attributes }) => String(attributes.reason).startsWith('export_'))
    .reduce((sum, { value }) => sum + value, 0);
}

const commands = {
  async emit(runs) {
    await Promise.all(Array.from({ length: Number(runs) }, () => agent()));
    const spans = ended;
    ended = [];
    return { spans };
  },
  async flush() {
    await kagura.flush();
    return { lost: await lost() };
  },
  async end() {
    await kagura.shutdown();
    return { lost: await lost() };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [command, argument] = line.split(' ');
  process.stdout.write(`${JSON.stringify(await commands[command](argument))}\n`);
  if (command === 'end') break;
}
// Else the pipe that nobody writes to any more would keep the process.
process.stdin.destroy();
