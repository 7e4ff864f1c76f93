import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseExposition } from './exporters/exposition.suite';
import { observe } from './index';
import { startObserved } from './test/observed-process';

async function listen(handler: Parameters<typeof createServer>[1]) {
  const server = createServer(handler);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

it("metrics can be served by the application's own server", async () => {
  const observed = startObserved();
  observe(() => 1, 'agent')();
  const { server, port } = await listen(observed.kagura.metricsHandler);
  const response = await fetch(`http://127.0.0.1:${port}/internal/prometheus`);
  const { samples } = parseExposition(await response.text());
  server.closeAllConnections();
  server.close();
  await observed.stop();
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(samples.find(({ name }) => name === 'kagura_agent_calls_total')?.value).toBe(1);
});

it('a port that another process serves is counted, told of, and left alone', async () => {
  const { server, port } = await listen((_, response) => response.end('the first'));
  const warn = jest.spyOn(process, 'emitWarning');
  const warned = new Promise<unknown[]>((resolve) => {
    warn.mockImplementation((...args) => resolve(args));
  });
  const observed = startObserved({ prometheus: { port } });
  const [message, options] = await warned;
  const { resourceMetrics } = await observed.kagura.metricProducer.collect();
  const answer = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  server.closeAllConnections();
  server.close();
  await observed.stop();
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
  expect([message, options]).toEqual([
    expect.stringContaining('EADDRINUSE'),
    expect.objectContaining({ code: 'KAGURA_PROMETHEUS' }),
  ]);
  expect(answer).toBe('the first');
  const errors = resourceMetrics.scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .find(({ descriptor }) => descriptor.name === 'kagura.export.errors');
  expect(errors?.dataPoints).toEqual([
    expect.objectContaining({ value: 1, attributes: expect.objectContaining({ signal: 'prometheus' }) }),
  ]);
});

it.each([
  [{ labels: ['service.name'] }, /metrics.labels: "service.name"/],
  [{ maxSeries: 9 }, /metrics.maxSeries must be an integer of at least 10/],
])('an option of metrics that cannot work is refused: %j', (metrics, message) => {
  expect(() => startObserved({ metrics })).toThrow(message);
});
