import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { startObservability } from '@kagura/observability';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { Assistant, COST, expectOneCall, SPANS, temporaryDatabase } from './assistant.js';

test('decorated calls under our own start reach the exporter of the application', async (t) => {
  const exporter = new InMemorySpanExporter();
  const observability = startObservability({
    database: temporaryDatabase(t),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  await new Assistant().ask();

  const [model, agent] = exporter.getFinishedSpans();
  assert.deepEqual([model?.name, agent?.name], SPANS);
  assert.equal(model?.attributes['kagura.cost.usd'], COST);
  assert.equal(model?.parentSpanContext?.spanId, agent?.spanContext().spanId);
  await expectOneCall();

  await observability.shutdown();
  assert.equal(trace.getTracer('app').startSpan('after shutdown').isRecording(), false);
});
