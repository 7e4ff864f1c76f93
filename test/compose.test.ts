import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly mem_limit: string;
  readonly restart: string;
  readonly logging: { readonly options: Readonly<Record<string, string>> };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}

const compose: Compose = parse(read('docker-compose.yml'), { merge: true });
const services = Object.entries(compose.services);
const mounts = services.flatMap(([name, { volumes }]) =>
  volumes.map((volume) => {
    const [source = '', target = '', mode] = volume.split(':');
    return { name, source, target, mode };
  }),
);

it.each(services)('%s is one version of an image, on this machine alone, within bounds', (_, service) => {
  expect(service.image).toMatch(/:v?\d+\.\d+\.\d+(-[\w.]+)?$/);
  for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  expect(service.mem_limit).toMatch(/^\d+[mg]$/);
  expect(service.restart).toBe('unless-stopped');
  expect(service.logging.options).toHaveProperty('max-size');
});

it('mounts folders that exist, read-only, and volumes that are declared', () => {
  const folders = mounts.filter(({ source }) => source.startsWith('./'));
  expect(folders.length).toBeGreaterThan(4);
  for (const { source, mode } of folders) {
    expect({ source, exists: existsSync(join(root, source)), mode }).toEqual({
      source,
      exists: true,
      mode: 'ro',
    });
  }
  const volumes = mounts.filter(({ source }) => !source.startsWith('./')).map(({ source }) => source);
  expect(volumes.sort()).toEqual(Object.keys(compose.volumes).sort());
});

it('names only files that are mounted', () => {
  const named = services.flatMap(([name, { command = [], environment = {} }]) =>
    [...command, ...Object.values(environment)].flatMap((text) => {
      const path = /(\/etc\/\S+\.(?:ya?ml|json))$/.exec(text)?.[1];
      return path === undefined ? [] : [{ name, path }];
    }),
  );
  expect(named.length).toBeGreaterThan(3);
  for (const { name, path } of named) {
    const mount = mounts.find(
      (candidate) => candidate.name === name && path.startsWith(`${candidate.target}/`),
    );
    const file = join(root, mount?.source ?? 'not mounted', path.slice(mount?.target.length));
    expect({ path, exists: existsSync(file) }).toEqual({ path, exists: true });
  }
});

it('asks for health only where the image has something to ask with, and waits only for those', () => {
  const asked = services.filter(([, { healthcheck }]) => healthcheck).map(([name]) => name);
  expect(asked).not.toContain('otel-collector');
  const awaited = services.flatMap(([, { depends_on = {} }]) =>
    Object.entries(depends_on)
      .filter(([, { condition }]) => condition === 'service_healthy')
      .map(([name]) => name),
  );
  expect(awaited.length).toBeGreaterThan(0);
  expect(asked).toEqual(expect.arrayContaining(awaited));
});

it('has no administrator whose password everybody knows', () => {
  const { environment } = compose.services.grafana ?? {};
  expect(environment).toMatchObject({
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer',
    GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
  });
  expect(read('docker-compose.yml')).not.toMatch(/password\s*[:=]/i);
});

it('lists no program to scrape: those that push must not be counted twice', () => {
  for (const file of readdirSync(join(root, 'prometheus', 'targets'))) {
    expect(parse(read(`prometheus/targets/${file}`))).toEqual([]);
  }
  expect(compose.services.prometheus?.command).toContain('--web.enable-otlp-receiver');
});

interface Datasource {
  readonly uid: string;
  readonly url: string;
}

describe('what Grafana is given', () => {
  const { datasources }: { datasources: Datasource[] } = parse(
    read('grafana/provisioning/datasources/kagura.yaml'),
  );

  it('reads from services that there are', () => {
    for (const { url } of datasources) expect(Object.keys(compose.services)).toContain(new URL(url).hostname);
  });

  it('has every data source that a board or another data source leads to', () => {
    const text = readdirSync(join(root, 'grafana', 'dashboards'))
      .map((file) => read(`grafana/dashboards/${file}`))
      .concat(read('grafana/provisioning/datasources/kagura.yaml'))
      .join('\n');
    const named = [...text.matchAll(/\bkagura-(?:metrics|traces|alerts|logs)\b/g)].map(([uid]) => uid);
    expect([...new Set(named)].sort()).toEqual(datasources.map(({ uid }) => uid).sort());
  });

  it('takes its boards from where they are mounted, and lets nobody change them', () => {
    const { providers } = parse(read('grafana/provisioning/dashboards/kagura.yaml'));
    expect(providers).toEqual([
      expect.objectContaining({ disableDeletion: true, allowUiUpdates: false, folderUid: 'kagura' }),
    ]);
    expect(mounts).toContainEqual({
      name: 'grafana',
      source: './grafana/dashboards',
      target: providers[0].options.path,
      mode: 'ro',
    });
  });
});
