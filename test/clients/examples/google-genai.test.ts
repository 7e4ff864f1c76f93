import { strict as assert } from 'node:assert';
import { after, before, test } from 'node:test';
import { GoogleGenAI } from '@google/genai';
import { observeClient } from '@kagura/observability';
import { type Stage, startStage } from '../stage.js';
import { recordedBy } from './recorded-by.js';

let stage: Stage;
let google: GoogleGenAI;
before(async () => {
  stage = await startStage();
  google = observeClient(new GoogleGenAI({ apiKey: 'stand-in', httpOptions: { baseUrl: stage.server.url } }));
});
after(() => stage.close());

const model = 'gemini-2.5-flash';
const ONCE = { requests: 1, calls: 1, failedCalls: 0, unpricedCalls: 0 };

test('tools that the client calls by itself make a call of each request', async () => {
  const weather = { name: 'weather', parametersJsonSchema: { type: 'object', properties: {} } };
  const tool = {
    tool: async () => ({ functionDeclarations: [weather] }),
    callTool: async () => [{ functionResponse: { name: 'weather', response: { output: 'sunny' } } }],
  };
  const run = () => google.models.generateContent({ model, contents: 'Weather?', config: { tools: [tool] } });
  assert.deepEqual(await recordedBy(stage, run), { ...ONCE, requests: 2, calls: 2 });
});

test('a request that is refused is a failed call with its status', async () => {
  const run = () => google.models.generateContent({ model, contents: 'Hello [[error 429]]' });
  assert.deepEqual(await recordedBy(stage, run), { ...ONCE, failedCalls: 1 });
  const span = stage.exporter.getFinishedSpans().at(-1);
  assert.equal(span?.attributes['error.type'], 'ApiError');
  assert.equal(span?.attributes['http.response.status_code'], 429);
});

test('a stream that is left early has the tokens told until then', async () => {
  const leave = async () => {
    for await (const _ of await google.models.generateContentStream({ model, contents: 'Hello' })) break;
  };
  assert.deepEqual(await recordedBy(stage, leave), ONCE);
  const span = stage.exporter.getFinishedSpans().at(-1);
  assert.equal(span?.attributes['kagura.usage.source'], 'partial');
  assert.equal(span?.attributes['gen_ai.usage.output_tokens'], 1);
});

/** The stand-in does not serve these: their failure is recorded as little as their answer. */
const unrecorded: Readonly<Record<string, () => unknown>> = {
  interactions: () => google.interactions.create({ model, input: 'Hello' }),
  'counted tokens': () => google.models.countTokens({ model, contents: 'Hello' }),
  batches: () => google.batches.create({ model, src: [{ contents: 'Hello' }] }),
  videos: () => google.models.generateVideos({ model: 'veo-3.0-generate-001', source: { prompt: 'a fox' } }),
};
for (const [name, request] of Object.entries(unrecorded)) {
  test(`${name} are not recorded`, async () => {
    const { requests, calls } = await recordedBy(stage, request);
    assert.notEqual(requests, 0);
    assert.equal(calls, 0);
  });
}
