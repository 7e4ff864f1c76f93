import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { CostTracker } from '@kagura/observability';
import { type ModelServer, startModelServer } from '../model-server/model-server.js';
import { runExample } from './run-example.js';

let server: ModelServer;
before(async () => {
  server = await startModelServer();
});
after(() => server.close());

/** Tokens and price of everything that a model was asked. */
function billed(model: string, provider: string): { readonly tokens: number; readonly price: number } {
  const bill = server.usage.get(model);
  assert.ok(bill, `no calls of ${model}`);
  const { usd } = new CostTracker().calculateCost({ model, provider, ...bill });
  return { tokens: bill.outputTokens, price: Number(usd) };
}

test('the example of the AI SDK tells what its agents were billed', async () => {
  const { printed, errors, status } = await runExample('ai-sdk', 'openai', server);

  assert.deepEqual({ errors, status }, { errors: '', status: 0 });
  const [forecast, story, ...totals] = printed.split('\n');
  assert.match(forecast ?? '', /^The tools returned: sunny\. /);
  assert.match(story ?? '', /^You asked: Tell a story about Oslo\. /);
  const [forecaster, storyteller] = [billed('gpt-4o', 'openai'), billed('gpt-4o-mini', 'openai')];
  assert.deepEqual(totals, [
    `forecaster: 2 calls, ${forecaster.tokens} tokens written, $${forecaster.price}`,
    `storyteller: 1 calls, ${storyteller.tokens} tokens written, $${storyteller.price}`,
    '',
  ]);
});

test('the example of a guarded model of the AI SDK spends what its budget has, and no more', async () => {
  const before = billed('gpt-4o', 'openai').price;
  const { printed, errors, status } = await runExample('ai-sdk-budget', 'openai', server);

  assert.equal(status, 0, errors);
  assert.match(printed, /^You asked: Review Hamlet\. /);
  const [, spent] = /\nNo further review: \$([\d.]+) of \$0\.005 are spent\.\n$/.exec(printed) ?? [];
  assert.equal(Number(spent).toFixed(9), (billed('gpt-4o', 'openai').price - before).toFixed(9));
});

test('the example of Google GenAI tells what its agent was billed', async () => {
  const { printed, errors, status } = await runExample('google-genai', 'google-genai', server);

  assert.deepEqual({ errors, status }, { errors: '', status: 0 });
  const [recommendation, ...totals] = printed.split('\n');
  assert.match(recommendation ?? '', /^You asked: Recommend a book about black holes\. /);
  const { tokens, price } = billed('gemini-2.5-flash', 'gcp.gemini');
  assert.deepEqual(totals, [`${tokens} tokens written: $${price}`, '']);
});
