import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MetricsRecorder } from '../metrics/metrics-recorder';
import { agentSpan, failed, modelSpan, toolSpan, UNPRICED } from '../metrics/sample-span.suite';
import { parseExposition, type Sample } from './exposition.suite';
import { type PrometheusOptions, type PrometheusServer, startPrometheus } from './prometheus';

const run = promisify(execFile);
const running: PrometheusServer[] = [];

async function start(
  recorder: MetricsRecorder,
  options: Partial<PrometheusOptions> = {},
): Promise<PrometheusServer> {
  const onError = (error: unknown) => {
    throw error;
  };
  const server = startPrometheus({ port: 0, producer: recorder.producer('prometheus'), onError, ...options });
  running.push(server);
  await server.ready;
  return server;
}

async function scrape(
  server: PrometheusServer,
): Promise<{ text: string; samples: readonly Sample[]; types: ReadonlyMap<string, string> }> {
  const response = await fetch(server.url ?? 'http://127.0.0.1:0');
  expect(response.status).toBe(200);
  const text = await response.text();
  return { text, ...parseExposition(text) };
}

/** Status of the answer to a request that names this host. */
async function statusFor(url: string | null, host: string): Promise<number | undefined> {
  const [response] = (await once(get(url ?? '', { headers: { host } }), 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

function recorderWithSpans(): MetricsRecorder {
  const recorder = new MetricsRecorder({ serviceName: 'shop', environment: 'production' });
  recorder.callStarted('search_agent');
  recorder.record(modelSpan({ timeToFirstChunkUs: 120_000 }));
  recorder.record(
    modelSpan({ cost: UNPRICED, usage: { inputTokens: 5, cachedReadTokens: 2, reasoningTokens: 1 } }),
  );
  recorder.record(modelSpan(failed('RateLimitError')));
  recorder.record(agentSpan());
  recorder.record(toolSpan());
  recorder.addDropped('queue_full', 2);
  recorder.addInternalError('capture');
  recorder.addMissingUsage(null);
  return recorder;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

describe('a scrape', () => {
  it('holds every metric under the name that OTLP would end in, with its type', async () => {
    const { types } = await scrape(await start(recorderWithSpans()));
    expect(Object.fromEntries(types)).toEqual({
      gen_ai_client_operation_duration_seconds: 'histogram',
      gen_ai_client_token_usage: 'histogram',
      kagura_time_to_first_chunk_seconds: 'histogram',
      kagura_agent_duration_seconds: 'histogram',
      kagura_agent_steps: 'histogram',
      kagura_cost_usd_total: 'counter',
      kagura_tokens_total: 'counter',
      kagura_unpriced_calls_total: 'counter',
      kagura_finish_total: 'counter',
      kagura_agent_calls_total: 'counter',
      kagura_tool_calls_total: 'counter',
      kagura_usage_missing_total: 'counter',
      kagura_dropped_total: 'counter',
      kagura_internal_errors_total: 'counter',
      kagura_agent_active: 'gauge',
    });
  });

  it('prints values and labels', async () => {
    const { samples } = await scrape(await start(recorderWithSpans()));
    expect(samples.filter(({ name }) => name === 'kagura_cost_usd_total')).toEqual([
      {
        name: 'kagura_cost_usd_total',
        labels: {
          service_name: 'shop',
          deployment_environment_name: 'production',
          gen_ai_agent_name: 'search_agent',
          gen_ai_operation_name: 'chat',
          gen_ai_provider_name: 'openai',
          gen_ai_request_model: 'gpt-4o',
          status: 'ok',
        },
        value: 0.0065,
      },
    ]);
    const durations = samples.filter(({ name }) => name === 'gen_ai_client_operation_duration_seconds_sum');
    expect(durations.map(({ labels, value }) => [labels.error_type, value])).toEqual([
      [undefined, 1.6],
      ['RateLimitError', 0.8],
    ]);
    expect(samples.find(({ name }) => name === 'kagura_agent_active')?.value).toBe(1);
  });

  it('follows what was recorded since', async () => {
    const recorder = recorderWithSpans();
    const server = await start(recorder);
    await scrape(server);
    recorder.record(modelSpan());
    const { samples } = await scrape(server);
    expect(samples.find(({ name }) => name === 'kagura_cost_usd_total')?.value).toBe(0.013);
  });

  it('brings every label value back as it was', async () => {
    const names = [
      'say "hi"',
      'back\\slash',
      'two\nlines',
      'é 漢字 🌱',
      '{a="b"} 1',
      '\\n',
      '# TYPE x counter',
    ];
    const recorder = new MetricsRecorder({ serviceName: 'shop "1"' });
    for (const agent of names) recorder.record(agentSpan({ agent }));
    const { samples } = await scrape(await start(recorder));
    const calls = samples.filter(({ name }) => name === 'kagura_agent_calls_total');
    expect(calls.map(({ labels }) => labels.gen_ai_agent_name)).toEqual(names);
    expect(calls[0]?.labels.service_name).toBe('shop "1"');
  });

  it('holds nothing of what was said, by whom and to whom', async () => {
    const recorder = recorderWithSpans();
    const secret = 'sk-secret-123';
    const error = { type: 'Error', message: secret, stack: secret };
    const hidden = {
      error,
      responseId: secret,
      context: { user: secret, session: secret, tenant: secret, tags: { key: secret } },
      attributes: { url: secret },
      content: { input: secret, output: secret },
    };
    recorder.record(modelSpan(hidden));
    recorder.record(modelSpan({ ...hidden, status: 'error' }));
    recorder.record(agentSpan({ ...hidden, status: 'error' }));
    recorder.record(toolSpan({ ...hidden, status: 'error' }));
    const { text } = await scrape(await start(recorder));
    expect(text).not.toContain(secret);
  });

  it('describes the target only where it is told what the target is', async () => {
    const resource = resourceFromAttributes({ 'service.name': 'shop', 'service.version': '7' });
    const { samples } = await scrape(await start(recorderWithSpans(), { resource }));
    expect(samples[0]).toEqual({
      name: 'target_info',
      labels: { service_name: 'shop', service_version: '7' },
      value: 1,
    });
  });

  it('says which format it is in', async () => {
    const response = await fetch((await start(recorderWithSpans())).url ?? '');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('that fails is answered with 500 and told, and the next one works', async () => {
    const good = recorderWithSpans().producer('prometheus');
    let broken = true;
    const producer = { collect: () => (broken ? Promise.reject(new Error('broken')) : good.collect()) };
    const errors: unknown[] = [];
    const server = await start(recorderWithSpans(), { producer, onError: (error) => errors.push(error) });
    const response = await fetch(server.url ?? '');
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(errors).toEqual([new Error('broken')]);
    broken = false;
    expect((await scrape(server)).samples.length).toBeGreaterThan(0);
  });
});

describe('the server', () => {
  it('answers /metrics with or without a query, and nothing else', async () => {
    const { url } = await start(recorderWithSpans());
    const paths = ['/metrics?name[]=x', '/', '/metrics/', '/metricsx', '//metrics'];
    const statuses = await Promise.all(
      paths.map(async (path) => (await fetch(new URL(`.${path}`, url ?? ''))).status),
    );
    expect(statuses).toEqual([200, 404, 404, 404, 404]);
  });

  it('listens on this machine alone unless told otherwise', async () => {
    expect((await start(recorderWithSpans())).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  });

  it.each([
    ['localhost:9464', 200],
    ['127.0.0.1', 200],
    ['[::1]:9464', 200],
    ['host.docker.internal:9464', 200],
    ['attacker.example', 403],
    ['127.0.0.1.attacker.example:9464', 403],
    ['192.168.0.7:9464', 403],
    ['a b', 403],
  ])(
    'answers a request for the host %p with %d: a web page elsewhere may not read it',
    async (host, status) => {
      const { url } = await start(recorderWithSpans());
      expect(await statusFor(url, host)).toBe(status);
    },
  );

  it('answers whatever name it is called by where it was told to listen to others', async () => {
    const { url } = await start(recorderWithSpans(), { host: '0.0.0.0' });
    expect(await statusFor(url?.replace('0.0.0.0', '127.0.0.1') ?? null, 'metrics.example')).toBe(200);
  });

  it('leaves a taken port to who has it and tells once', async () => {
    const first = await start(recorderWithSpans());
    const port = Number(new URL(first.url ?? '').port);
    const errors: unknown[] = [];
    const second = await start(recorderWithSpans(), { port, onError: (error) => errors.push(error) });
    expect(errors).toEqual([expect.objectContaining({ code: 'EADDRINUSE' })]);
    expect(second.url).toBeNull();
    await second.stop();
    expect((await scrape(first)).samples.length).toBeGreaterThan(0);
  });

  it('tells of a port that cannot be instead of throwing', async () => {
    const errors: unknown[] = [];
    await start(recorderWithSpans(), { port: 70_000, onError: (error) => errors.push(error) });
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_SOCKET_BAD_PORT' })]);
  });

  it('keeps no process alive, not even through a connection that a scraper keeps', async () => {
    const script = `
      const { once } = require('node:events');
      const { Agent, get } = require('node:http');
      const { startPrometheus } = require('./prometheus');
      const producer = { collect: async () => ({ resourceMetrics: { scopeMetrics: [] }, errors: [] }) };
      const server = startPrometheus({ port: 0, producer, onError: console.error });
      void server.ready.then(async () => {
        const agent = new Agent({ keepAlive: true });
        const request = get(server.url, { agent }).on('response', (response) => response.resume());
        await once(request, 'close');
        const idle = Object.keys(agent.freeSockets).length;
        const holding = process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP'));
        process.stdout.write(JSON.stringify({ idle, holding }), () => process.exit());
      });`;
    const { stdout, stderr } = await run(process.execPath, ['-r', 'esbuild-register', '-e', script], {
      cwd: __dirname,
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ idle: 1, holding: [] });
  });

  it('stops although a client has not sent all of its request, and stops again', async () => {
    const server = await start(recorderWithSpans());
    const { url } = server;
    const client = connect(Number(new URL(url ?? '').port), '127.0.0.1');
    client.write('GET /metrics HTTP/1.1\r\n');
    await once(client, 'connect');
    await scrape(server);
    await Promise.all([once(client, 'close'), server.stop()]);
    await server.stop();
    expect(server.url).toBeNull();
    await expect(fetch(url ?? '')).rejects.toThrow('fetch failed');
  });
});
