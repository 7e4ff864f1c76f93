import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import {
  BudgetExceededError,
  CostTracker,
  type Observability,
  startObservability,
} from '@kagura/observability';
import type { ModelClient } from '../model-client.js';
import { aiSdks } from '../model-clients/ai-sdk.js';
import { type ModelServer, startModelServer } from '../model-server/model-server.js';

const folder = mkdtempSync(join(tmpdir(), 'kagura-clients-'));
const tracker = new CostTracker();
let kagura: Observability;
let server: ModelServer;
before(async () => {
  kagura = startObservability({ database: join(folder, 'kagura.db'), timeZone: 'UTC' });
  const text = 'word '.repeat(2_000);
  const answer = () => ({ text, inputTokens: 200, outputTokens: 2_000 });
  server = await startModelServer({ answer, chunkIntervalMs: 1 });
});
afterEach(async () => {
  for (const { id } of await tracker.getBudgets()) await tracker.removeBudget(id);
});
after(async () => {
  await kagura.shutdown();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** US dollars that so many tokens of an answer cost. */
function priceOf({ model, provider }: ModelClient, outputTokens: number): number {
  const { nanoUsd } = tracker.calculateCost({ model, provider, inputTokens: 0, outputTokens });
  return (nanoUsd ?? Number.NaN) / 1e9;
}

async function run({ calls }: ModelClient, name: 'generateText' | 'streamText'): Promise<unknown> {
  const call = calls[name]!;
  return call.read(await call.open('Hello'));
}

const models = Object.entries(aiSdks({ telemetry: false, observed: true }));
for (const [index, [name, create]] of models.entries()) {
  if (name.includes('embeddings')) continue;
  test(`${name}: generateText() fails before anything is sent where a budget has nothing left`, async () => {
    await tracker.setBudget('monthly', { limitUsd: 0, thresholds: [] });
    const before = server.requests.length;
    await assert.rejects(run(create(server.url), 'generateText'), BudgetExceededError);
    assert.equal(server.requests.length, before);
  });

  test(`${name}: streamText() has the error among its parts`, async () => {
    await tracker.setBudget('monthly', { limitUsd: 0, thresholds: [] });
    const before = server.requests.length;
    const parts = (await run(create(server.url), 'streamText')) as readonly { readonly error?: unknown }[];
    assert.ok(parts.some(({ error }) => error instanceof BudgetExceededError));
    assert.equal(server.requests.length, before);
  });

  test(`${name}: a stream is cut when the budget is used up, and its request ends`, async () => {
    const client = create(server.url);
    const limitUsd = priceOf(client, 1_300);
    const heldUsd = priceOf(client, 1_000);
    await tracker.setBudget('monthly', { id: `cut-${index}`, limitUsd, estimate: heldUsd, thresholds: [] });
    await assert.rejects(run(client, 'streamText'), BudgetExceededError);
    await server.settled();
    assert.equal(server.requests.at(-1)?.outcome, 'abandoned');
    const [budget] = await tracker.getBudgets();
    assert.equal(budget?.reserved, 0);
    assert.ok(budget.spent > heldUsd && budget.spent <= limitUsd, `${budget.spent} of ${limitUsd}`);
  });
}
