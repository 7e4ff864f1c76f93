import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { CostTracker, KaguraSpanProcessor, observe, startObservability } from '@kagura/observability';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Assistant, COST, expectOneCall, SPANS, temporaryDatabase } from './assistant.js';

test("under an application's provider, calls are its spans and spans of others get a price", async (t) => {
  const exporter = new InMemorySpanExporter();
  // After the exporter: only `onEnding` can still write onto the span there.
  const spanProcessors = [new SimpleSpanProcessor({ exporter }), new KaguraSpanProcessor()];
  const provider = new TracerProvider({ spanProcessors });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const observability = startObservability({ database: temporaryDatabase(t) });

  await t.test('decorated calls', async () => {
    await trace.getTracer('app').startActiveSpan('request', async (request) => {
      await new Assistant().ask();
      request.end();
    });
    const spans = exporter.getFinishedSpans();
    assert.deepEqual(
      spans.map(({ name }) => name),
      [...SPANS, 'request'],
    );
    assert.equal(new Set(spans.map((span) => span.spanContext().traceId)).size, 1);
    assert.equal(spans[0]?.attributes['kagura.cost.usd'], COST);
    await expectOneCall();
  });

  await t.test('a span of another instrumentation inside an agent', async () => {
    exporter.reset();
    const research = observe(async () => {
      const span = trace.getTracer('some-instrumentation').startSpan('chat gpt-4o-mini', {
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4o-mini',
        },
      });
      span.setAttributes({ 'gen_ai.usage.input_tokens': 1000, 'gen_ai.usage.output_tokens': 500 });
      span.end();
    }, 'research');
    await research();
    const [model, agent] = exporter.getFinishedSpans();
    assert.equal(model?.attributes['kagura.cost.usd'], COST);
    assert.equal(agent?.attributes['kagura.cost.subtree_usd'], COST);
    const { total, calls } = await new CostTracker().getCost({ agent: 'research' });
    assert.deepEqual({ total, calls }, { total: COST, calls: 1 });
  });

  await observability.shutdown();
  await provider.shutdown();
});
