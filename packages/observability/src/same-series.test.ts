import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExposition, type Sample } from './exporters/exposition.suite';
import { type OtlpEndpoint, startOtlpEndpoint } from './test/otlp-endpoint';
import { seriesOf } from './test/otlp-series';
import { runProgram } from './test/run-program';

jest.setTimeout(60_000);

const PACKAGE = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));

/** Calls that feed every metric that a process without a broken store can have; prints its page for scrapes. */
const program = (url: string) => `
  const { BudgetExceededError, CostTracker, observe, startObservability } = require(${PACKAGE});
  const kagura = startObservability({
    serviceName: 'shop "1"', environment: 'test', timeZone: 'UTC',
    otlp: { url: ${JSON.stringify(url)}, metrics: true },
    metrics: { labels: ['tenant'], maxSeries: 10 },
  });
  const response = (model) => ({
    id: 'chatcmpl-' + Math.random(), object: 'chat.completion', model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } }],
    usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100,
      prompt_tokens_details: { cached_tokens: 600 }, completion_tokens_details: { reasoning_tokens: 10 } },
  });
  const ask = observe(async (model) => response(model), { kind: 'model', model: 'gpt-4o' });
  const stream = observe(async function* () { yield 1; yield response('gpt-4o'); }, { kind: 'model', model: 'gpt-4o' });
  const lookup = observe(async (fails) => { if (fails) throw new TypeError('no'); }, { kind: 'tool', name: 'lookup' });
  const agent = observe(async (body) => body(), 'search "agent"\\nof é');
  const quietly = (work) => work.catch((error) => { if (!(error instanceof TypeError) && !(error instanceof BudgetExceededError)) throw error; });
  void (async () => {
    await new CostTracker().setBudget('daily', { limitUsd: 1 });
    await new CostTracker().setBudget('monthly', { limitUsd: 0.000001, agent: 'poor' });
    await agent(async () => {
      await ask('gpt-4o');
      await ask('a model without a price');
      for await (const _ of stream());
      await quietly(lookup(true));
      await quietly(lookup(true));
      await lookup(false);
    });
    await agent(async () => undefined);
    await quietly(observe(() => ask('gpt-4o'), 'poor')());
    for (let n = 0; n < 12; n += 1) observe(() => n, 'agent ' + n)();
    await kagura.flush();
    const chunks = [];
    await kagura.metricsHandler(undefined, { writeHead() { return this; }, end(text) { chunks.push(text); } });
    // A pipe takes a page in pieces, of which an exit at once would lose the last.
    process.stdout.write(chunks.join(''), () => process.exit());
  })();`;

let folder: string;
let endpoint: OtlpEndpoint;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-series-'));
  endpoint = await startOtlpEndpoint();
});
afterEach(async () => {
  await endpoint.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A second or two pass between the push and the scrape. */
const MOVES_BY_ITSELF = /^kagura_prices_age_seconds$/;

const lines = (samples: readonly Sample[]): string[] =>
  samples
    .map(({ name, labels, value }) => {
      const sorted = Object.entries(labels).sort(([one], [other]) => one.localeCompare(other));
      return `${name}${JSON.stringify(sorted)} ${MOVES_BY_ITSELF.test(name) ? 'a number' : value}`;
    })
    .sort();

it('a scrape and OTLP, translated as Prometheus translates it, give the same series with the same values', async () => {
  const { status, stdout, stderr } = await runProgram({
    args: ['-e', program(endpoint.url)],
    env: { KAGURA_DB: join(folder, 'kagura.db') },
  });
  expect([status, stderr]).toEqual([0, '']);
  const { samples, types } = parseExposition(stdout);
  expect(lines(samples)).toEqual(lines(seriesOf(endpoint.latestMetrics())));
  expect([...types.keys()].sort()).toEqual([
    'gen_ai_client_operation_duration_seconds',
    'gen_ai_client_token_usage',
    'kagura_agent_active',
    'kagura_agent_calls_total',
    'kagura_agent_duration_seconds',
    'kagura_agent_steps',
    'kagura_budget_decisions_total',
    'kagura_budget_limit_usd',
    'kagura_budget_remaining_usd',
    'kagura_budget_reserved_usd',
    'kagura_budget_settled_usd',
    'kagura_budget_used_ratio',
    'kagura_cost_usd_total',
    'kagura_dropped_total',
    'kagura_export_errors_total',
    'kagura_finish_total',
    'kagura_labels_folded_total',
    'kagura_prices_age_seconds',
    'kagura_queue_size',
    'kagura_retries_total',
    'kagura_store_size_bytes',
    'kagura_store_write_lag_seconds',
    'kagura_time_to_first_chunk_seconds',
    'kagura_tokens_total',
    'kagura_tool_calls_total',
    'kagura_unpriced_calls_total',
    'kagura_usage_missing_total',
  ]);
});
