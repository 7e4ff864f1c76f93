import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePorts } from './free-ports';
import type { Sink } from './sink';

const root = join(__dirname, '..', '..');
export const CORE = join(root, 'otel-collector', 'core.yaml');

export interface CollectorOptions {
  /** Stands for Tempo and Prometheus. */
  readonly sink: Sink;
  /** Keep queues on the disk, as config.yaml has it. @default false, as core.yaml has it */
  readonly isPersistent?: boolean;
  /** Spans that its queue takes. @default as core.yaml has it */
  readonly queueSize?: number;
}

/** A Collector of the test's own with the configuration that the repository ships; only addresses are the test's. */
export class Collector {
  readonly url: string;
  readonly #telemetryUrl: string;
  readonly #folder: string;
  readonly #files: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(ports: Ports, folder: string, files: readonly string[]) {
    this.url = `http://127.0.0.1:${ports.http}`;
    this.#telemetryUrl = `http://127.0.0.1:${ports.telemetry}/metrics`;
    this.#folder = folder;
    this.#files = files;
  }

  static async start(options: CollectorOptions): Promise<Collector> {
    const [http, grpc, telemetry] = await freePorts(3);
    const folder = mkdtempSync(join(tmpdir(), 'kagura-collector-'));
    const configuration = options.isPersistent ? persistentConfiguration(folder) : CORE;
    const addresses = join(folder, 'addresses.yaml');
    const ports = { http: http!, grpc: grpc!, telemetry: telemetry! };
    writeFileSync(addresses, JSON.stringify(changes(ports, folder, options)));
    const collector = new Collector(ports, folder, [configuration, addresses]);
    await collector.start();
    return collector;
  }

  /** Also after it was stopped, with the queues that it left. */
  async start(): Promise<void> {
    const child = spawn(program(), this.#files.flatMap(configurationOption), {
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    this.#process = child;
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.includes('Everything is ready')) {
        child.stderr.resume();
        return;
      }
      lines.push(line);
    }
    throw new Error(`the Collector did not start:\n${lines.join('\n')}`);
  }

  /** Sum of the series of one of the Collector's own metrics, by the name that Prometheus scrapes. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(this.#telemetryUrl)).text();
    const series = [...text.matchAll(/^(\w+)(?:\{.*\})? (\S+)$/gm)].filter(([, found]) => found === name);
    return series.reduce((sum, [, , value]) => sum + Number(value), 0);
  }

  /** It empties its queues before it ends. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** What the Collector itself says to configurations; they are merged in this order. */
export function validate(...files: readonly string[]): {
  readonly isValid: boolean;
  readonly message: string;
} {
  const { status, stderr } = spawnSync(program(), ['validate', ...files.flatMap(configurationOption)], {
    encoding: 'utf8',
  });
  return { isValid: status === 0, message: stderr };
}

/** core.yaml with the storage of config.yaml, in a file in the folder. */
export function persistentConfiguration(folder: string): string {
  const script = join(root, 'scripts', 'core-collector.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, '--print', '--keep', 'file_storage'],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  const path = join(folder, 'persistent.yaml');
  writeFileSync(path, stdout);
  return path;
}

const configurationOption = (path: string): string[] => ['--config', path];

function program(): string {
  const path = process.env.KAGURA_COLLECTOR;
  if (path) return path;
  throw new Error('KAGURA_COLLECTOR names no Collector: run `npm run test:collector`, which builds one');
}

interface Ports {
  readonly http: number;
  readonly grpc: number;
  readonly telemetry: number;
}

/** JSON is YAML. The pauses between two attempts are shorter than in production, so that a suite need not wait. */
function changes(
  { http, grpc, telemetry }: Ports,
  folder: string,
  { sink, isPersistent, queueSize }: CollectorOptions,
) {
  const retry = { retry_on_failure: { initial_interval: '200ms', max_interval: '1s' } };
  const queue = queueSize && { sending_queue: { queue_size: queueSize, batch: { min_size: 1 } } };
  const queues = isPersistent && join(folder, 'queues');
  return {
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `127.0.0.1:${grpc}` },
          http: { endpoint: `127.0.0.1:${http}` },
        },
      },
    },
    exporters: {
      'otlp_grpc/tempo': { endpoint: `127.0.0.1:${sink.tracesPort}`, ...retry, ...queue },
      'otlp_http/prometheus': { endpoint: `http://127.0.0.1:${sink.metricsPort}/api/v1/otlp`, ...retry },
    },
    ...(queues && { extensions: { file_storage: { directory: queues, compaction: { directory: queues } } } }),
    service: {
      telemetry: {
        metrics: {
          readers: [{ pull: { exporter: { prometheus: { host: '127.0.0.1', port: telemetry } } } }],
        },
      },
    },
  };
}
