import type { SpanRecord } from '@kagura/core';
import { openSqlite } from './test/open-sqlite';
import { invocation, microseconds, modelCall, noPrice, spanRecord } from './test/span-records';
import { cleanUp, databaseWith } from './test/temporary-store';

afterEach(cleanUp);

/** What someone reads who opens the file without this package. */
function select(records: readonly SpanRecord[], sql = 'SELECT * FROM metrics ORDER BY id'): unknown[] {
  const sqlite = openSqlite(databaseWith(records).path, true);
  const rows = sqlite.prepare(sql).all();
  sqlite.close();
  return rows;
}

it('has the twelve columns', () => {
  expect(select([], "SELECT group_concat(name) AS names FROM pragma_table_info('metrics')")).toEqual([
    {
      names:
        'id,timestamp,agent_name,model,status,latency_ms,input_tokens,output_tokens,cost_usd,prompt,response,error',
    },
  ]);
});

it('has a row per invocation, with what its own model calls used', () => {
  const outer = invocation('planner', {
    startUs: microseconds('2025-10-04T10:30:15.900Z'),
    durationUs: 245_600,
    content: { input: '["What is AI?"]', output: '"AI stands for …"' },
  });
  const inner = invocation('searcher', { traceId: outer.traceId, parentSpanId: outer.spanId });
  const later = { startUs: outer.startUs + 2, model: 'claude-sonnet-5' };
  const rows = select([
    modelCall(outer, later),
    modelCall(outer, { startUs: outer.startUs + 1 }),
    modelCall(outer, { ...later, startUs: outer.startUs + 3 }),
    modelCall(inner),
    inner,
    outer,
  ]);
  expect(rows).toEqual([
    expect.objectContaining({
      agent_name: 'searcher',
      model: 'gpt-4o',
      input_tokens: 100,
      cost_usd: 0.00075,
    }),
    {
      id: 6,
      timestamp: '2025-10-04 10:30:15',
      agent_name: 'planner',
      model: 'gpt-4o,claude-sonnet-5',
      status: 'success',
      latency_ms: 246,
      input_tokens: 300,
      output_tokens: 150,
      cost_usd: 0.00225,
      prompt: 'What is AI?',
      response: 'AI stands for …',
      error: null,
    },
  ]);
});

it('has a row per model call outside any invocation, and none for steps and tools', () => {
  const rows = select([
    modelCall(undefined),
    modelCall(undefined, { agent: 'named', model: null, cost: noPrice(), usage: null }),
    spanRecord(),
    spanRecord({ kind: 'tool' }),
  ]);
  expect(rows).toEqual([
    expect.objectContaining({ id: 1, agent_name: '(no agent)', model: 'gpt-4o', cost_usd: 0.00075 }),
    expect.objectContaining({ id: 2, agent_name: 'named', model: '', cost_usd: null, input_tokens: null }),
  ]);
});

it('says what is not known with NULL', () => {
  const [row] = select([invocation('idle', { latencyTracked: false })]);
  expect(row).toMatchObject({
    model: '',
    latency_ms: null,
    input_tokens: null,
    output_tokens: null,
    cost_usd: null,
    prompt: null,
    response: null,
    error: null,
  });
});

it('has the error of a failed call', () => {
  const error = { type: 'RateLimitError', message: 'slow down', stack: null };
  expect(select([invocation('agent', { status: 'error', error })])).toEqual([
    expect.objectContaining({ status: 'error', error: 'RateLimitError: slow down' }),
  ]);
});

it.each([
  ['["one text"]', 'one text'],
  ['["one", "two"]', '["one", "two"]'],
  ['[{"city": "Kyoto"}]', '[{"city": "Kyoto"}]'],
  ['[]', '[]'],
  ['["cut of', '["cut of'],
])('has the prompt of %s as %s', (input, prompt) => {
  expect(select([invocation('agent', { content: { input, output: null } })])).toEqual([
    expect.objectContaining({ prompt, response: null }),
  ]);
});

it.each([
  ['"text"', 'text'],
  ['{"answer": 42}', '{"answer": 42}'],
  ['"cut of', '"cut of'],
])('has the response of %s as %s', (output, response) => {
  expect(select([invocation('agent', { content: { input: null, output } })])).toEqual([
    expect.objectContaining({ prompt: null, response }),
  ]);
});
