import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Resource } from '@opentelemetry/resources';
import type { MetricProducer } from '@opentelemetry/sdk-metrics';

export interface PrometheusOptions {
  /** Port to listen on; 0 takes a free one. @default 9464 */
  readonly port?: number | undefined;
  /** Address to listen on. The page asks for no password, so it is this machine's own unless said otherwise. @default '127.0.0.1' */
  readonly host?: string | undefined;
  readonly producer: MetricProducer;
  /** Printed as `target_info`. @default none, and no `target_info` */
  readonly resource?: Resource | undefined;
  /** Called once with the error that keeps the server from listening, and with the error of each failed scrape. */
  readonly onError: (error: unknown) => void;
}

export interface PrometheusServer {
  /** Address to scrape; `null` until the server listens, and for good when it cannot. */
  readonly url: string | null;
  /** Settles once the server listens or has failed to; never rejects. */
  readonly ready: Promise<void>;
  /** Stops listening and drops open connections. Does nothing the second time. */
  stop(): Promise<void>;
}

const PATH = '/metrics';
/** Version and encoding of the exposition format, without which Prometheus has to guess. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves the metrics of `producer` for Prometheus to scrape. Never throws, and never keeps the process alive. Where
 * another process has the port already, that one goes on serving and this one tells `onError`.
 */
export function startPrometheus(options: PrometheusOptions): PrometheusServer {
  const { port = 9464, host = '127.0.0.1', onError } = options;
  const scrape = lazyScrape(options);
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] === PATH) void answer(response, scrape, onError);
    else response.writeHead(404).end();
  });
  // A connection that a scraper keeps open must not hold the process either.
  server.unref().on('connection', (socket) => socket.unref());
  let url: string | null = null;
  const ready = listen(server, port, host).then(() => {
    url = urlOf(server, host);
    server.on('error', onError);
  }, onError);
  return {
    get url() {
      return url;
    },
    ready,
    async stop() {
      await ready;
      url = null;
      if (server.listening) await close(server);
    },
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  server.listen({ port, host });
  await once(server, 'listening');
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function urlOf(server: Server, host: string): string | null {
  const address = server.address();
  if (typeof address !== 'object' || address === null) return null;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}${PATH}`;
}

async function answer(
  response: ServerResponse,
  scrape: () => Promise<string>,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    const text = await scrape();
    response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(text);
  } catch (error) {
    onError(error);
    response.writeHead(500).end();
  }
}

/**
 * Collects and prints with OpenTelemetry's exporter, loaded by the first scrape. Its own request handler would
 * answer a failed collection with 200, which Prometheus takes for a target without metrics.
 */
function lazyScrape(options: PrometheusOptions): () => Promise<string> {
  let exporter: ReturnType<typeof connectExporter> | undefined;
  return async () => {
    exporter ??= connectExporter(options);
    const { resourceMetrics, errors } = await exporter.reader.collect();
    if (errors.length > 0) throw new AggregateError(errors, 'Metrics could not be collected.');
    return exporter.serializer.serialize(resourceMetrics);
  };
}

function connectExporter({ producer, resource }: PrometheusOptions) {
  const { PrometheusExporter, PrometheusSerializer } = loadExporter();
  const { MeterProvider } = loadSdk();
  const reader = new PrometheusExporter({ preventServerStart: true, metricProducers: [producer] });
  // A reader collects only once a provider knows it; it keeps the provider alive.
  new MeterProvider({ readers: [reader], ...(resource ? { resource } : {}) });
  const withoutTargetInfo = resource === undefined;
  const withoutScopeInfo = true;
  return {
    reader,
    serializer: new PrometheusSerializer('', false, undefined, withoutTargetInfo, withoutScopeInfo),
  };
}

function loadExporter(): typeof import('@opentelemetry/exporter-prometheus') {
  return require('@opentelemetry/exporter-prometheus') as typeof import('@opentelemetry/exporter-prometheus');
}

function loadSdk(): typeof import('@opentelemetry/sdk-metrics') {
  return require('@opentelemetry/sdk-metrics') as typeof import('@opentelemetry/sdk-metrics');
}
