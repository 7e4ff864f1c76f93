import { setImmediate } from 'node:timers/promises';
import { context, type Span, trace } from '@opentelemetry/api';
import { CostTracker, observe, observeClient } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

const MODEL = 'text-embedding-3-small';
const ATTRIBUTES = {
  'gen_ai.operation.name': 'embeddings',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': MODEL,
};

const embedder = () => ({
  specificationVersion: 'v4',
  provider: 'openai.embedding',
  modelId: MODEL,
  doEmbed: async ({ tokens }: { readonly tokens: number }) => {
    await setImmediate();
    if (tokens === 0) throw new Error('refused');
    return { embeddings: [[0.1]], usage: { tokens } };
  },
});

/** As AI SDK 7 does: a span of the operation, one of the request inside, and neither is active while the model is asked. */
async function embed(model: ReturnType<typeof embedder>, tokens: number): Promise<void> {
  const tracer = trace.getTracer('gen_ai');
  const operation = tracer.startSpan(`embeddings ${MODEL}`, { attributes: ATTRIBUTES });
  await setImmediate();
  const around = trace.setSpan(context.active(), operation);
  const request = tracer.startSpan(`embeddings ${MODEL}`, { attributes: ATTRIBUTES }, around);
  await setImmediate();
  await model.doEmbed({ tokens }).then(
    () => end(request, tokens),
    () => undefined,
  );
  operation.end();
}

function end(request: Span, tokens: number): void {
  request.setAttribute('gen_ai.usage.input_tokens', tokens);
  request.end();
}

const MODELS = { observed: () => observeClient(embedder()), 'not observed': embedder };
const costs = async () => {
  const { calls, failedCalls, inputTokens } = await new CostTracker().getCost();
  return { calls, failedCalls, inputTokens };
};

describe.each(Object.entries(MODELS))('an embedding of a model that is %s', (_name, create) => {
  it('is one call', async () => {
    await embed(create(), 7);
    expect(await costs()).toEqual({ calls: 1, failedCalls: 0, inputTokens: 7 });
  });

  it('is one call of each, several at once and one after the other', async () => {
    const model = create();
    const both = () => Promise.all([embed(model, 7), embed(model, 7)]);
    await observe(both, 'agent')();
    await embed(model, 7);
    expect(await costs()).toEqual({ calls: 3, failedCalls: 0, inputTokens: 21 });
  });
});

it('one that fails is one failed call', async () => {
  await embed(MODELS.observed(), 0);
  expect(await costs()).toEqual({ calls: 1, failedCalls: 1, inputTokens: 0 });
});

it('a span whose request another model makes is a call of its own', async () => {
  await Promise.all([embed(MODELS['not observed'](), 7), MODELS.observed().doEmbed({ tokens: 8 })]);
  expect(await costs()).toEqual({ calls: 2, failedCalls: 0, inputTokens: 15 });
});
