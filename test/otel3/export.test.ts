import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { startObservability } from '@kagura/observability';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { Assistant, COST, temporaryDatabase } from './assistant.js';

/** Keeps what is sent to it. */
async function startCollector(t: TestContext) {
  const requests: { url: string | undefined; body: string }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ url: request.url, body: Buffer.concat(await request.toArray()).toString() });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  return { requests, port: (server.address() as AddressInfo).port };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface OtlpSpan {
  readonly name: string;
  readonly attributes: { readonly key: string; readonly value: { readonly doubleValue?: number } }[];
}

test('spans go to an OTLP endpoint, metrics to a scrape and to a reader of the application', async (t) => {
  const collector = await startCollector(t);
  const port = await freePort();
  const observability = startObservability({
    database: temporaryDatabase(t),
    otlp: { url: `http://127.0.0.1:${collector.port}/v1/traces` },
    prometheus: { port },
  });
  await new Assistant().ask();
  await observability.flush();

  await t.test('OTLP', () => {
    assert.deepEqual(
      collector.requests.map(({ url }) => url),
      ['/v1/traces'],
    );
    const { resourceSpans } = JSON.parse(collector.requests[0]?.body ?? '');
    const spans: OtlpSpan[] = resourceSpans[0].scopeSpans[0].spans;
    assert.deepEqual(
      spans.map(({ name }) => name),
      ['chat gpt-4o-mini', 'invoke_agent assistant'],
    );
    const cost = spans[0]?.attributes.find(({ key }) => key === 'kagura.cost.usd');
    assert.equal(cost?.value.doubleValue, COST);
  });

  await t.test('scrape', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const page = await response.text();
    assert.equal(response.status, 200);
    assert.match(page, /^gen_ai_client_token_usage_sum\{.*gen_ai_token_type="input".*\} 1000$/m);
    assert.match(page, /^gen_ai_client_token_usage_sum\{.*gen_ai_token_type="output".*\} 500$/m);
    assert.match(page, /^kagura_cost_usd_total\{.*gen_ai_agent_name="assistant".*\} 0\.00045$/m);
  });

  await t.test("the application's own reader", async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({
      exporter,
      metricProducers: [observability.metricProducer],
    });
    const provider = new MeterProvider({ readers: [reader] });
    await reader.forceFlush();
    const names = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }) => metrics.map(({ descriptor }) => descriptor.name));
    assert.ok(names.includes('gen_ai.client.token.usage'), names.join());
    await provider.shutdown();
  });

  await observability.shutdown();
});
