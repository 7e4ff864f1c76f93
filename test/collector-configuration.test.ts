import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors?: readonly string[];
  readonly exporters: readonly string[];
}

interface Exporter {
  readonly sending_queue: { readonly storage?: string };
}

interface Policy {
  readonly type: string;
  readonly ottl_condition?: { readonly span: readonly string[] };
}

interface Configuration {
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors: {
    readonly redaction?: Record<
      'ignored_keys' | 'blocked_key_patterns' | 'blocked_values',
      readonly string[]
    >;
    readonly tail_sampling?: { readonly policies: readonly Policy[] };
  };
  readonly connectors: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, Exporter>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly service: {
    readonly extensions?: readonly string[];
    readonly telemetry: {
      readonly metrics: {
        readonly readers: readonly { pull: { exporter: { prometheus: { port: number } } } }[];
      };
    };
    readonly pipelines: Readonly<Record<string, Pipeline>>;
  };
}

/** Names of attributes, Kagura's own and those of the GenAI conventions. */
const ours = [...read('packages/core/src/semconv.ts').matchAll(/'((?:gen_ai|kagura)\.[\w.]+)'/g)].map(
  ([, name = '']) => name,
);

const config: Configuration = parse(read('otel-collector/config.yaml'));
const core: Configuration = parse(read('otel-collector/core.yaml'));

it('core.yaml is what the script makes of config.yaml today', () => {
  const script = join(root, 'scripts', 'core-collector.mjs');
  const { stdout } = spawnSync(process.execPath, [script, '--print'], { encoding: 'utf8' });
  expect(stdout).toBe(read('otel-collector/core.yaml'));
});

describe.each([
  ['config.yaml', config],
  ['core.yaml', core],
])('%s', (_name, { service, ...sections }) => {
  const pipelines = Object.values(service.pipelines);
  const used = {
    receivers: pipelines.flatMap(({ receivers }) => receivers),
    processors: pipelines.flatMap(({ processors = [] }) => processors),
    exporters: pipelines.flatMap(({ exporters }) => exporters),
  };
  const connectors = Object.keys(sections.connectors);
  const without = (ids: readonly string[]) =>
    [...new Set(ids.filter((id) => !connectors.includes(id)))].sort();
  const declared = (section: object = {}) => Object.keys(section).sort();

  it('declares what its pipelines use, and uses what it declares', () => {
    expect(without(used.receivers)).toEqual(declared(sections.receivers));
    expect(without(used.processors)).toEqual(declared(sections.processors));
    expect(without(used.exporters)).toEqual(declared(sections.exporters));
    expect([...(service.extensions ?? [])].sort()).toEqual(declared(sections.extensions));
  });

  it('has both ends of each connector', () => {
    expect(connectors.filter((id) => !used.exporters.includes(id))).toEqual([]);
    expect(connectors.filter((id) => !used.receivers.includes(id))).toEqual([]);
  });

  it('limits memory before anything else in each pipeline that receives', () => {
    const receiving = pipelines.filter(({ receivers }) => receivers.includes('otlp'));
    expect(receiving.map(({ processors }) => processors?.[0])).toEqual(['memory_limiter', 'memory_limiter']);
  });

  it('uses no name that is an alias of another, and no batch processor, whose batches are in memory', () => {
    const types = Object.values(sections).flatMap((section) => Object.keys(section ?? {}));
    const aliases = /^(otlphttp|spanmetrics|loadbalancing|servicegraph|healthcheck|batch)(\/|$)/;
    expect(types.filter((type) => aliases.test(type))).toEqual([]);
    expect(Object.keys(sections.exporters).filter((type) => /^otlp(\/|$)/.test(type))).toEqual([]);
  });
});

it('config.yaml keeps each queue on the disk, and core.yaml none', () => {
  const storages = ({ exporters }: Configuration) =>
    Object.values(exporters).map(({ sending_queue }) => sending_queue.storage);
  expect(storages(config)).toEqual(['file_storage', 'file_storage']);
  expect(config.service.extensions).toContain('file_storage');
  expect(storages(core)).toEqual([undefined, undefined]);
});

it('traces are redacted before anything else sees them, counted whole, and thinned out last', () => {
  const { pipelines } = config.service;
  const way = [...(pipelines.traces?.processors ?? []), ...(pipelines['traces/sampled']?.processors ?? [])];
  expect(way).toEqual(['memory_limiter', 'redaction', 'tail_sampling']);
  expect(pipelines.traces?.exporters).toEqual(['span_metrics', 'forward/sampled']);
});

it('Prometheus asks the Collector where that one answers', () => {
  const port = /otel-collector:(\d+)/.exec(read('prometheus/prometheus.yml'))?.[1];
  const [reader] = config.service.telemetry.metrics.readers;
  expect(reader?.pull.exporter.prometheus.port).toBe(Number(port));
});

describe('redaction', () => {
  const {
    ignored_keys = [],
    blocked_key_patterns = [],
    blocked_values = [],
  } = config.processors.redaction ?? {};
  const expressions = (patterns: readonly string[]): RegExp[] =>
    patterns.map((pattern) => new RegExp(pattern.replace('(?i)', ''), pattern.startsWith('(?i)') ? 'i' : ''));
  const matches = (patterns: readonly string[], text: string): boolean =>
    expressions(patterns).some((expression) => expression.test(text));

  it('is written without what the regular expressions of Go do not have', () => {
    const patterns = [...blocked_key_patterns, ...blocked_values];
    expect(patterns.filter((pattern) => /\(\?[=!<]|\\\d/.test(pattern))).toEqual([]);
  });

  it('masks none of our attributes, nor one of the GenAI conventions', () => {
    expect(ours.length).toBeGreaterThan(50);
    expect(ours.filter((name) => matches(blocked_key_patterns, name))).toEqual([]);
  });

  it('never masks a count of tokens, whatever patterns somebody adds', () => {
    const counts = ours.filter((name) => /token/.test(name));
    expect(counts.filter((name) => !ignored_keys.includes(name))).toEqual([]);
    expect(ignored_keys.filter((name) => !ours.includes(name))).toEqual([]);
  });

  it.each([
    'http.request.header.authorization',
    'http.request.header.proxy-authorization',
    'http.response.header.set-cookie',
    'http.request.header.x-api-key',
    'openai.api_key',
    'azure.account-key',
    'aws.secret_access_key',
    'db.password',
    'client_secret',
    'user.session_token',
    'IdToken',
    'storage.connectionString',
    'app.credentials',
    'pwd',
  ])('masks %s', (name) => {
    expect(matches(blocked_key_patterns, name)).toBe(true);
  });

  // In parts, so that nobody takes them for real ones.
  it.each([
    ['sk-', 'proj-', 'a1B2c3D4e5F6g7H8i9J0'],
    ['AKIA', 'ABCDEFGHIJKLMNOP'],
    ['AIza', 'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q'],
    ['ghp_', 'a1B2c3D4e5F6g7H8i9J0a1B2c3D4e5F6g7H8'],
    ['github_pat_', 'a1B2c3D4e5F6g7H8i9J0_x'],
    ['xoxb-', '123456789012-abc'],
    ['gsk_', 'a1B2c3D4e5F6g7H8i9J0'],
    ['eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0NSJ9.', 'c2lnbmF0dXJlLW9uZQ'],
    ['-----BEGIN RSA PRIVATE ', 'KEY-----\nMIIEow\n-----END RSA PRIVATE ', 'KEY-----'],
    ['postgres://shop:', 'hunter2@db/orders'],
  ])('masks what begins with %s', (...parts) => {
    const text = `before ${parts.join('')}`;
    const left = expressions(blocked_values).reduce(
      (rest, expression) => rest.replace(new RegExp(expression, 'g'), '****'),
      text,
    );
    expect(left).toMatch(/^before (postgres)?\*{4}(db\/orders)?$/);
  });

  it.each([
    'gpt-4o-mini-2024-07-18',
    'claude-sonnet-4-5-20250929',
    'chatcmpl-9vXk2mQpL7tRz',
    'https://api.openai.com:443/v1/chat',
    'Whose turn is it?',
    '1732531200000000',
    '0.00027',
  ])('leaves %s alone', (text) => {
    expect(matches(blocked_values, text)).toBe(false);
  });
});

describe('tail sampling', () => {
  const policies = config.processors.tail_sampling?.policies ?? [];
  const conditions = policies.flatMap(({ ottl_condition }) => ottl_condition?.span ?? []);

  it('keeps errors, slow and expensive runs, and a part of the rest', () => {
    const types = policies.map(({ type }) => type);
    expect(types).toEqual(['status_code', 'latency', 'ottl_condition', 'ottl_condition', 'probabilistic']);
  });

  it('asks for attributes that exist, and not for costs as whole numbers', () => {
    const attributes = conditions.flatMap((condition) =>
      [...condition.matchAll(/attributes\["([^"]+)"\]/g)].map(([, name]) => name),
    );
    expect(attributes).toContain('kagura.cost.usd');
    expect(attributes.filter((name = '') => !ours.includes(name))).toEqual([]);
  });
});
