import { CostTracker } from '@kagura/observability';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { StreamingAgent } from '../agents/streaming-agent';
import { startStage } from '../stage';
import { startTracing } from './own-provider';

test("an application's own provider gets the spans, with cost, and the store gets each call once", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = startTracing(exporter);
  const stage = await startStage();
  await provider.getTracer('application').startActiveSpan('request', async (request) => {
    for await (const _ of new StreamingAgent(stage.openai).answer('Hello'));
    request.end();
  });
  await provider.forceFlush();
  const cost = await new CostTracker().getCost();
  const spans = exporter.getFinishedSpans();
  await stage.close();
  await provider.shutdown();

  const [model, agent, request] = spans;
  expect(spans.map(({ name }) => name)).toEqual(['chat gpt-4o', 'invoke_agent streaming_agent', 'request']);
  expect(agent?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
  expect(model?.parentSpanContext?.spanId).toBe(agent?.spanContext().spanId);
  expect(model?.attributes['kagura.cost.usd']).toBe(cost.total);
  expect(cost).toMatchObject({ calls: 1, status: 'exact' });
});
