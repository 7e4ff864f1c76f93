import { ConfigurationError } from '@kagura/core';
import { readOpenTelemetryEnvironment } from './open-telemetry-environment';
import { type OtlpOptions, resolveOtlp } from './otlp-settings';

const resolve = (option: boolean | OtlpOptions, env: Record<string, string> = {}, isScraped = false) =>
  resolveOtlp(option, { environment: readOpenTelemetryEnvironment(env), isScraped });

it.each([
  ['http://localhost:4318', 'http://localhost:4318/v1/traces', 'http://localhost:4318/v1/metrics'],
  ['https://x.example/otel/', 'https://x.example/otel/v1/traces', 'https://x.example/otel/v1/metrics'],
  ['https://x.example/v1/traces', 'https://x.example/v1/traces', 'https://x.example/v1/metrics'],
  [
    'https://x.example/a?key=1',
    'https://x.example/a/v1/traces?key=1',
    'https://x.example/a/v1/metrics?key=1',
  ],
])('sends to %s what belongs at %s and %s', (url, traces, metrics) => {
  const settings = resolve({ url });
  expect([settings.traces?.url, settings.metrics?.url]).toEqual([traces, metrics]);
});

it.each(['localhost:4318', 'grpc://x.example:4317', '', '/v1/traces'])('refuses the address %p', (url) => {
  expect(() => resolve({ url })).toThrow(ConfigurationError);
});

it.each([0, -1, 1.5, Number.NaN])('refuses an interval of %p', (intervalMs) => {
  expect(() => resolve({ intervalMs })).toThrow(/otlp.intervalMs must be a positive whole number/);
});

it('takes the interval of the code before that of the environment, and lets no push outlast it', () => {
  const env = { OTEL_METRIC_EXPORT_INTERVAL: '2000', OTEL_METRIC_EXPORT_TIMEOUT: '5000' };
  expect(resolve(true, env).metrics).toMatchObject({ intervalMs: 2_000, exportTimeoutMs: 2_000 });
  expect(resolve({ intervalMs: 10_000 }, env).metrics).toMatchObject({
    intervalMs: 10_000,
    exportTimeoutMs: 5_000,
  });
});

it('pushes no metrics that are scraped, unless it is told to', () => {
  expect(resolve(true, {}, true).metrics).toBeUndefined();
  expect(resolve({ metrics: true }, {}, true).metrics).toBeDefined();
});

it('makes no batch larger than the queue', () => {
  const { traces } = resolve(true, { OTEL_BSP_MAX_QUEUE_SIZE: '100', OTEL_BSP_SCHEDULE_DELAY: '7' });
  expect(traces?.batch).toMatchObject({
    maxQueueSize: 100,
    maxExportBatchSize: 100,
    scheduledDelayMillis: 7,
  });
});
