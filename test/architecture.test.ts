import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '..');
const packages = ['core', 'store', 'observability', 'redis', 'cli', 'examples', 'grafana'];
const sources = packages.flatMap((name) => sourcesIn(join(root, 'packages', name, 'src')));

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => relative(root, join(folder, path)))
    .filter((path) => path.endsWith('.ts') && !/\.(test|suite)\.ts$|\/test\/|__fixtures__/.test(path));
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const manifestOf = (name: string): Manifest => JSON.parse(read(`packages/${name}/package.json`));

it('finds the sources it is about', () => {
  expect(sources.length).toBeGreaterThan(50);
});

it.each(sources)('%s has at most 200 lines of code and 10 exports', (path) => {
  const text = read(path);
  const code = text.split('\n').filter((line) => !/^\s*(\/\/|\*|\/\*|$)/.test(line));
  expect(code.length).toBeLessThanOrEqual(200);
  if (path.endsWith('/index.ts')) return;
  expect((text.match(/^export (?!type \{|\{)/gm) ?? []).length).toBeLessThanOrEqual(10);
});

it('keeps the direction of the packages: nothing imports upward', () => {
  const allowed: Record<string, readonly string[]> = {
    core: [],
    store: ['@kagura/core'],
    observability: ['@kagura/core', '@kagura/store'],
    redis: ['@kagura/core'],
    cli: ['@kagura/core', '@kagura/store'],
  };
  for (const [name, expected] of Object.entries(allowed)) {
    const ours = Object.keys(manifestOf(name).dependencies ?? {}).filter((key) => key.startsWith('@kagura/'));
    expect([name, ...ours]).toEqual([name, ...expected]);
  }
});

it('keeps core pure: no Node.js built-ins, no OpenTelemetry SDK, no dependency at all', () => {
  expect(manifestOf('core').dependencies ?? {}).toEqual({});
  for (const path of sources.filter((source) => source.startsWith('packages/core/'))) {
    expect(`${path}: ${/from '(node:|@opentelemetry)/.test(read(path))}`).toBe(`${path}: false`);
  }
});

it('writes SQL in the store only', () => {
  const withSql = sources.filter((path) =>
    /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b\s+\S+/.test(read(path)),
  );
  const allowed = /^packages\/(store|examples)\//;
  expect(withSql.filter((path) => !allowed.test(path))).toEqual([]);
});

it('names the six packages of the design in its manifests', () => {
  const declared = packages.flatMap((name) => {
    const manifest = manifestOf(name);
    return Object.keys({
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...manifest.devDependencies,
    });
  });
  for (const name of [
    '@opentelemetry/api',
    '@opentelemetry/sdk-trace-node',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/exporter-prometheus',
    '@opentelemetry/exporter-trace-otlp-http',
    'reflect-metadata',
  ]) {
    expect(declared).toContain(name);
  }
});

it('has an entry in the lock file for every platform package, or npm ci stops on other machines', () => {
  const { packages: locked } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const missing = Object.entries(locked).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !(`node_modules/${name}` in locked) && !(`${path}/node_modules/${name}` in locked),
    ),
  );
  expect(missing).toEqual([]);
});

it('keeps registry addresses and machine paths out of the lock file', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
});

it('gives every published package one version', () => {
  const versions = new Set(packages.map((name) => JSON.parse(read(`packages/${name}/package.json`)).version));
  expect(versions.size).toBe(1);
});
