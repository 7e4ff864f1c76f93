import { trace as otelTrace } from '@opentelemetry/api';
import { CostTracker, currentSpan, observe, Tracer, trace } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

// Nothing exports here, so calls have local spans instead of the SDK's.
let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved({ spanProcessors: [] });
});
afterEach(() => observed.stop());

const tracer = new Tracer();

it('gives nested calls one trace, with parents and prices, as an exported span would', async () => {
  const step = trace(() => currentSpan().spanContext(), 'step');
  const agent = observe(async () => {
    const inside = step();
    return { ...chatCompletion({ id: 'a', input: 1_000, output: 100 }), inside };
  }, 'agent');
  const { inside } = await agent();
  const found = await tracer.getTrace('agent', { traceId: inside.traceId });
  expect(found?.spans.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
    ['gpt-4o-mini', found?.root.spanId],
    ['step', found?.root.spanId],
  ]);
  expect(found?.spans[1]?.spanId).toBe(inside.spanId);
  expect(await new CostTracker().getCost()).toMatchObject({ nanoUsd: 210_000 });
});

it('keeps attributes that the application sets on it, and nothing of ours', async () => {
  observe(() => currentSpan().setAttribute('team', 'search').setAttributes({ tries: 2 }), 'agent')();
  expect((await tracer.getLastTrace('agent'))?.root.attributes).toEqual({ team: 'search', tries: 2 });
});

it('is the parent of what another instrumentation starts inside', async () => {
  const agent = observe(() => {
    const span = otelTrace
      .getTracer('other')
      .startSpan('chat', { attributes: { 'gen_ai.operation.name': 'chat' } });
    span.setAttributes({
      'gen_ai.response.model': 'gpt-4o-mini',
      'gen_ai.usage.input_tokens': 1_000,
      'gen_ai.usage.output_tokens': 100,
    });
    span.end();
    return currentSpan().spanContext().traceId === span.spanContext().traceId;
  }, 'agent');
  expect(agent()).toBe(true);
  expect(await new CostTracker().getCost({ agent: 'agent' })).toMatchObject({ calls: 1, nanoUsd: 210_000 });
});
