import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { KaguraSpanProcessor, startObservability } from '@kagura/observability';
import { trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Assistant, expectOneCall, temporaryDatabase } from './assistant.js';

test('what the sampler of the application leaves out is recorded all the same', async (t) => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    sampler: new AlwaysOffSampler(),
    spanProcessors: [new KaguraSpanProcessor(), new SimpleSpanProcessor({ exporter })],
  });
  trace.setGlobalTracerProvider(provider);
  const observability = startObservability({ database: temporaryDatabase(t) });
  await new Assistant().ask();

  assert.deepEqual(exporter.getFinishedSpans(), []);
  await expectOneCall();
  await observability.shutdown();
  await provider.shutdown();
});
