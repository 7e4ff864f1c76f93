import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attributesOf, type OtlpEndpoint, type OtlpMetric, startOtlpEndpoint } from './test/otlp-endpoint';
import { runProgram } from './test/run-program';
import { storedCalls } from './test/stored-calls';

jest.setTimeout(60_000);

const PACKAGE = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
const BURST = 20_000;

let folder: string;
let endpoint: OtlpEndpoint;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kagura-otlp-'));
  endpoint = await startOtlpEndpoint();
});
afterEach(async () => {
  await endpoint.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Program {
  /** Options of the start, in JavaScript. */
  readonly options: string;
  /** What follows, in JavaScript; `kagura` runs and `call` is observed. */
  readonly body?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Programs, since OpenTelemetry's exporter cannot be loaded inside of Jest. */
async function run({ options, body = 'call(1); await kagura.shutdown();', env }: Program) {
  const text = `
    const { observe, startObservability } = require(${PACKAGE});
    const kagura = startObservability(${options});
    const call = observe((n) => n * 2, 'agent');
    void (async () => { ${body} })();`;
  const ending = await runProgram({
    args: ['-e', text],
    env: { KAGURA_DB: join(folder, 'kagura.db'), OTEL_EXPORTER_OTLP_ENDPOINT: endpoint.url, ...env },
  });
  expect({ ...ending, stderr: '', stdout: '' }).toEqual({ status: 0, signal: null, stderr: '', stdout: '' });
  return ending;
}

const paths = (): string[] => endpoint.requests.map(({ path }) => path).sort();
const metric = (name: string): OtlpMetric | undefined =>
  endpoint.latestMetrics().find((found) => found.name === name);

/** Values of a counter or gauge, by what one of its labels says. */
function valuesBy(label: string, name: string): Record<string, number> {
  const { sum, gauge } = metric(name) ?? {};
  const points = (sum ?? gauge)?.dataPoints ?? [];
  return Object.fromEntries(
    points.map((point) => [attributesOf(point)[label], Number(point.asInt ?? point.asDouble)]),
  );
}

describe('with otlp: true', () => {
  it('spans and metrics go to the endpoint that the environment names, with its headers', async () => {
    await run({ options: '{ otlp: true }', env: { OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b' } });
    expect(paths()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(endpoint.spanNames()).toEqual(['invoke_agent agent']);
    expect(endpoint.requests.map(({ headers }) => headers['x-key'])).toEqual(['a b', 'a b']);
    expect(metric('kagura.agent.calls')?.sum).toMatchObject({ aggregationTemporality: 2, isMonotonic: true });
  });

  it('a program that comes to its end sends what it holds', async () => {
    await run({ options: '{ otlp: true }', body: 'call(1);' });
    expect(paths()).toEqual(['/v1/metrics', '/v1/traces']);
  });

  it('resource and labels say what the environment says of the service', async () => {
    await run({
      options: '{ otlp: true }',
      env: {
        OTEL_RESOURCE_ATTRIBUTES:
          'service.name=unused,service.version=7,deployment.environment.name=test%20bench,team=search',
        OTEL_SERVICE_NAME: 'shop',
      },
    });
    const resources = endpoint.requests.flatMap(({ body: { resourceSpans = [], resourceMetrics = [] } }) =>
      [...resourceSpans, ...resourceMetrics].map(({ resource }) => attributesOf(resource)),
    );
    expect(resources).toHaveLength(2);
    for (const resource of resources) {
      expect(resource).toMatchObject({
        'service.name': 'shop',
        'service.version': '7',
        'deployment.environment.name': 'test bench',
        team: 'search',
        'service.instance.id': expect.stringMatching(/-\d+$/),
      });
    }
    const [point] = metric('kagura.agent.calls')?.sum?.dataPoints ?? [];
    expect(point && attributesOf(point)).toMatchObject({
      'service.name': 'shop',
      'deployment.environment.name': 'test bench',
    });
  });

  it.each([
    ['OTEL_TRACES_EXPORTER', ['/v1/metrics']],
    ['OTEL_METRICS_EXPORTER', ['/v1/traces']],
  ])('%s=none leaves that signal out', async (variable, expected) => {
    await run({ options: '{ otlp: true }', env: { [variable]: 'none' } });
    expect(paths()).toEqual(expected);
  });

  it('OTEL_SDK_DISABLED=true sends nothing', async () => {
    await run({ options: '{ otlp: true }', env: { OTEL_SDK_DISABLED: 'true' } });
    expect(paths()).toEqual([]);
  });

  it('a sampler of the environment thins out spans, but neither metrics nor the store', async () => {
    await run({ options: '{ otlp: true }', env: { OTEL_TRACES_SAMPLER: 'parentbased_always_off' } });
    expect(paths()).toEqual(['/v1/metrics']);
    expect(valuesBy('gen_ai.agent.name', 'kagura.agent.calls')).toEqual({ agent: 1 });
    expect(storedCalls(join(folder, 'kagura.db'))).toBe(1);
  });

  it('metrics are differences for who prefers them', async () => {
    await run({
      options: '{ otlp: true }',
      body: 'call(1); call(1); await kagura.flush(); call(1); await kagura.shutdown();',
      env: { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' },
    });
    expect(valuesBy('gen_ai.agent.name', 'kagura.agent.calls')).toEqual({ agent: 1 });
    expect(metric('kagura.agent.calls')?.sum).toMatchObject({ aggregationTemporality: 1 });
    expect(metric('kagura.agent.duration.seconds')?.histogram).toMatchObject({ aggregationTemporality: 1 });
    expect(valuesBy('gen_ai.agent.name', 'kagura.agent.active')).toEqual({ agent: 0 });
  });

  it('metrics are pushed in the interval of the environment', async () => {
    const body = 'call(1); setTimeout(() => process.exit(), 400);';
    await run({ options: '{ otlp: true }', body, env: { OTEL_METRIC_EXPORT_INTERVAL: '50' } });
    expect(paths()).toContain('/v1/metrics');
  });

  it('a wish for gRPC is answered with what is spoken instead', async () => {
    const env = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    const { stderr } = await run({ options: '{ otlp: true }', env });
    expect(stderr).toMatch(/KAGURA_OTLP_PROTOCOL.*speaks http\/json/);
  });
});

describe('an address in code', () => {
  it.each(['', '/', '/v1/traces'])('may end in "%s", and has its headers sent', async (ending) => {
    const options = `{ otlp: { url: '${endpoint.url}/api${ending}', headers: { authorization: 'Bearer x' } } }`;
    await run({ options, env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' } });
    expect(paths()).toEqual(['/api/v1/metrics', '/api/v1/traces']);
    expect(endpoint.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer x', 'Bearer x']);
  });
});

it.each([
  ['where they are scraped already', "{ otlp: true, prometheus: { port: 0, host: '127.0.0.1' } }"],
  ['where the options say so', '{ otlp: { metrics: false } }'],
])('metrics are not pushed %s', async (_name, options) => {
  await run({ options });
  expect(paths()).toEqual(['/v1/traces']);
});

it('says that nothing is exported by it where the application has a provider of its own', async () => {
  const sdk = JSON.stringify(require.resolve('@opentelemetry/sdk-trace'));
  const api = JSON.stringify(require.resolve('@opentelemetry/api'));
  const own = `(require(${api}).trace.setGlobalTracerProvider(new (require(${sdk}).TracerProvider)()), { otlp: true })`;
  const { stderr } = await run({ options: own });
  expect(stderr).toMatch(/KAGURA_UNUSED_EXPORT.*Add an OTLP exporter to that provider/);
});

describe('20,000 calls within one tick', () => {
  const body = `for (let n = 0; n < ${BURST}; n += 1) call(n); await kagura.flush(); await kagura.shutdown();`;
  const lost = () => valuesBy('reason', 'kagura.dropped');
  const none = { queue_full: 0, write_failed: 0, export_queue: 0, export_failed: 0, export_deadline: 0 };

  it('are in the store and at the endpoint', async () => {
    await run({ options: '{ otlp: true }', body });
    expect(storedCalls(join(folder, 'kagura.db'))).toBe(BURST);
    expect(endpoint.spanNames()).toHaveLength(BURST);
    expect(lost()).toEqual(none);
  });

  it('are in the store and, with a short queue, at the endpoint or counted as lost', async () => {
    await run({ options: '{ otlp: true }', body, env: { OTEL_BSP_MAX_QUEUE_SIZE: '2048' } });
    expect(storedCalls(join(folder, 'kagura.db'))).toBe(BURST);
    const delivered = endpoint.spanNames().length;
    expect(delivered).toBeLessThan(BURST);
    expect(lost()).toEqual({ ...none, export_queue: BURST - delivered });
  });

  it('are counted as lost, and told of once, where the endpoint refuses spans', async () => {
    await endpoint.stop();
    endpoint = await startOtlpEndpoint((response, { path }) => {
      response.writeHead(path === '/v1/traces' ? 400 : 200).end('{}');
    });
    const { stderr } = await run({ options: '{ otlp: true }', body });
    expect(lost()).toEqual({ ...none, export_failed: BURST });
    expect(valuesBy('signal', 'kagura.export.errors')).toEqual({
      traces: Math.ceil(BURST / 512),
      metrics: 0,
    });
    expect(stderr.match(/KAGURA_EXPORT\]/g)).toHaveLength(1);
  });

  it('are counted as lost in time where the endpoint never answers', async () => {
    await endpoint.stop();
    endpoint = await startOtlpEndpoint((response, { path }) => {
      if (path !== '/v1/traces') response.end('{}');
    });
    const env = { OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '7000' };
    const { stderr } = await run({
      options: '{ otlp: true }',
      body: body.replace(/await kagura.flush\(\);/, ''),
      env,
    });
    expect(lost()).toEqual({ ...none, export_deadline: BURST });
    expect(stderr).toMatch(/export did not finish within 5000 ms/);
  });

  it('keep a process that ends no longer than the requests that were made in time', async () => {
    await endpoint.stop();
    endpoint = await startOtlpEndpoint(() => undefined);
    const { stderr } = await run({
      options: '{ otlp: { metrics: false } }',
      body: body.replace(/await.*/, ''),
      env: { OTEL_EXPORTER_OTLP_TIMEOUT: '3000' },
    });
    const made = paths().length;
    expect(made).toBeLessThan(Math.ceil(BURST / 512));
    expect(stderr).toMatch(
      new RegExp(`KAGURA_EXPORT_END\\].*: ${BURST - made * 512} spans were not delivered`),
    );
  });
});
