import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { CostTracker, KaguraSpanProcessor, observe, startObservability } from '@kagura/observability';
import { type Attributes, context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { SimpleSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { Assistant, COST, expectOneCall, SPANS, temporaryDatabase } from './assistant.js';

interface Exported {
  readonly name: string;
  readonly traceId: string;
  readonly attributes: Attributes;
}

/** Takes spans as they are at that moment, as an exporter that sends them does. */
function snapshotExporter(exported: Exported[]): SpanExporter {
  return {
    export(spans, done) {
      for (const span of spans) {
        const { name, attributes } = span;
        exported.push({ name, attributes: { ...attributes }, traceId: span.spanContext().traceId });
      }
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
}

test("under an application's provider, calls are its spans and spans of others get a price", async (t) => {
  const exported: Exported[] = [];
  // After the exporter, where only what `onEnding` writes comes in time.
  const spanProcessors = [
    new SimpleSpanProcessor({ exporter: snapshotExporter(exported) }),
    new KaguraSpanProcessor(),
  ];
  const provider = new TracerProvider({ spanProcessors });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const observability = startObservability({ database: temporaryDatabase(t) });

  await t.test('decorated calls', async () => {
    await trace.getTracer('app').startActiveSpan('request', async (request) => {
      await new Assistant().ask();
      request.end();
    });
    assert.deepEqual(
      exported.map(({ name }) => name),
      [...SPANS, 'request'],
    );
    assert.equal(new Set(exported.map(({ traceId }) => traceId)).size, 1);
    assert.equal(exported[0]?.attributes['kagura.cost.usd'], COST);
    await expectOneCall();
  });

  await t.test('a span of another instrumentation inside an agent', async () => {
    exported.length = 0;
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
    const [model, agent] = exported;
    assert.equal(model?.attributes['kagura.cost.usd'], COST);
    assert.equal(agent?.attributes['kagura.cost.subtree_usd'], COST);
    const { total, calls } = await new CostTracker().getCost({ agent: 'research' });
    assert.deepEqual({ total, calls }, { total: COST, calls: 1 });
  });

  await observability.shutdown();
  await provider.shutdown();
});
