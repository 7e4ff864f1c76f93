import { readOpenTelemetryEnvironment } from './open-telemetry-environment';

it('knows nothing where nothing is set', () => {
  expect(readOpenTelemetryEnvironment({})).toMatchObject({
    resourceAttributes: {},
    exportsTraces: true,
    exportsMetrics: true,
    tracesTimeoutMs: undefined,
    batch: { maxQueueSize: undefined },
    sampler: undefined,
  });
});

it.each([
  ['a=1,b=two%20words', { a: '1', b: 'two words' }],
  [' a = 1 , b=x=y ', { a: '1', b: 'x=y' }],
  ['a=%E0%A4%A,b=2,,=3,c', { b: '2' }],
])('takes resource attributes from %p', (text, expected) => {
  expect(readOpenTelemetryEnvironment({ OTEL_RESOURCE_ATTRIBUTES: text }).resourceAttributes).toEqual(
    expected,
  );
});

it('puts the name of the service before the one among the attributes', () => {
  const env = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=one,a=1', OTEL_SERVICE_NAME: 'two' };
  expect(readOpenTelemetryEnvironment(env).resourceAttributes).toEqual({ 'service.name': 'two', a: '1' });
});

it('takes what is said for one signal before what is said for all', () => {
  const env = {
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
    OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '2000',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc',
  };
  expect(readOpenTelemetryEnvironment(env)).toMatchObject({
    tracesTimeoutMs: 1_000,
    metricsTimeoutMs: 2_000,
    tracesProtocol: 'grpc',
    metricsProtocol: 'http/json',
  });
});

it.each(['', ' ', 'many', '-1', '0', '1.5', 'Infinity'])('does without the number %p', (text) => {
  const { batch } = readOpenTelemetryEnvironment({ OTEL_BSP_MAX_QUEUE_SIZE: text });
  expect(batch.maxQueueSize).toBeUndefined();
});
