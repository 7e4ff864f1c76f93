import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DemoProgram } from './demo-program';
import { eventually } from './eventually';
import { OtlpBridge } from './otlp-bridge';
import { PrometheusApi } from './prometheus-api';
import { ROOT, startPrometheus, startVictoriaMetrics } from './servers';

/** All of ours. Gauges of time and size go on changing while nobody calls, so that only their series are compared. */
const OURS = '{__name__=~"(kagura|gen_ai_client)_.+"}';
const MOVING = /_(?:age|write_lag)_seconds$|_bytes$|_queue_size$/;
/** Added by those who gather metrics; one of them lists what the program says of itself as a whole. */
const ADDED =
  /^(?:job|instance|service_instance_id|otel_scope_\w+|scope_\w+|telemetry_sdk_\w+|process_\w+|host_\w+)$/;

const folder = mkdtempSync(join(tmpdir(), 'kagura-numbers-'));
const database = join(folder, 'kagura.db');
const servers: { stop(): Promise<void> }[] = [];
let program: DemoProgram;
let prometheus: PrometheusApi;
let victoria: PrometheusApi;

beforeAll(async () => {
  const victoriaServer = await startVictoriaMetrics(join(folder, 'victoria'));
  const bridge = await OtlpBridge.start(`${victoriaServer.url}/opentelemetry`);
  servers.push(victoriaServer, bridge);
  program = await DemoProgram.start({ database, otlpUrl: bridge.url });
  const prometheusServer = await startPrometheus({
    folder: join(folder, 'prometheus'),
    targets: [`127.0.0.1:${program.port}`],
  });
  servers.push(prometheusServer);
  prometheus = new PrometheusApi(prometheusServer.url);
  victoria = new PrometheusApi(victoriaServer.url);
  await program.rest();
}, 120_000);

afterAll(async () => {
  await program?.stop();
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true });
});

async function seriesOf(api: PrometheusApi): Promise<Map<string, number | null>> {
  const { samples } = await api.instant(OURS);
  return new Map(
    samples.map(({ metric, values }) => {
      const labels = Object.entries(metric)
        .filter(([name]) => !ADDED.test(name))
        // Prometheus writes the bound 1 as 1.0.
        .map(([name, value]) => `${name}=${name === 'le' ? Number(value) : value}`);
      const value = MOVING.test(metric.__name__ ?? '') ? null : Number(values[0]?.[1]);
      return [labels.sort().join(' '), value];
    }),
  );
}

interface CostReport {
  readonly data: {
    readonly total_usd: number;
    readonly total_calls: number;
    readonly by_model: readonly { readonly key: string; readonly tokens: number }[];
  };
}

async function reportOfCommand(): Promise<CostReport['data']> {
  const command = join(ROOT, 'packages', 'cli', 'bin', 'kagura.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    command,
    'cost',
    '--json',
    '--period',
    'all',
    '--db',
    database,
  ]);
  return (JSON.parse(stdout) as CostReport).data;
}

const toNanoUsd = (usd: number): number => Math.round(usd * 1e9);

test('a scrape and OTLP give the same series with the same values', async () => {
  const read = async () => ({ scraped: await seriesOf(prometheus), pushed: await seriesOf(victoria) });
  const text = (series: Map<string, unknown>): string => JSON.stringify([...series].sort());
  // Where they never agree, the last answers say why.
  const { scraped, pushed } = await eventually('Agreement', async () => {
    const answers = await read();
    const agree = answers.scraped.size > 0 && text(answers.scraped) === text(answers.pushed);
    return agree ? answers : undefined;
  }).catch(read);
  expect(Object.fromEntries(pushed)).toEqual(Object.fromEntries(scraped));
  expect(scraped.size).toBeGreaterThan(200);
});

describe.each([
  ['Prometheus', () => prometheus],
  ['VictoriaMetrics', () => victoria],
])('%s', (_, api) => {
  async function number(query: string): Promise<number> {
    const { samples } = await api().instant(query);
    return Number(samples[0]?.values[0]?.[1]);
  }

  it('has the cost of `kagura cost`, to the nano-dollar', async () => {
    const { total_usd } = await reportOfCommand();
    expect(total_usd).toBeGreaterThan(0);
    await eventually('The last scrape', async () => {
      const cost = await number('sum(kagura_cost_usd_total)');
      return toNanoUsd(cost) === toNanoUsd(total_usd) || undefined;
    });
  });

  it('has its calls and tokens', async () => {
    const { total_calls, by_model } = await reportOfCommand();
    const tokens = by_model.reduce((sum, model) => sum + model.tokens, 0);
    expect(tokens).toBeGreaterThan(0);
    expect(await number('sum(kagura_tokens_total{gen_ai_token_type=~"input|output"})')).toBe(tokens);
    expect(await number('sum(gen_ai_client_operation_duration_seconds_count)')).toBe(total_calls);
  });
});
