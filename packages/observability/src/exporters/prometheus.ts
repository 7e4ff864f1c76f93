import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { isLocalRequest, isLoopback } from './local-host';
import { createMetricsPage, type MetricsPageOptions } from './metrics-page';

export interface PrometheusOptions extends MetricsPageOptions {
  /** Port to listen on; 0 takes a free one. @default 9464 */
  readonly port?: number | undefined;
  /** Address to listen on. The page asks for no password, so it is this machine's own unless said otherwise. @default '127.0.0.1' */
  readonly host?: string | undefined;
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

/**
 * Serves the metrics of `producer` for Prometheus to scrape. Never throws, and never keeps the process alive. Where
 * another process has the port already, that one goes on serving and this one tells `onError`.
 */
export function startPrometheus(options: PrometheusOptions): PrometheusServer {
  const { port = 9464, host = '127.0.0.1', onError } = options;
  const server = createServer(metricsRequests(options, isLoopback(host)));
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

function metricsRequests(options: PrometheusOptions, isLocalOnly: boolean): RequestListener {
  const page = createMetricsPage(options);
  return (request, response) => {
    if (isLocalOnly && !isLocalRequest(request.headers.host)) response.writeHead(403).end();
    else if (request.url?.split('?', 1)[0] === PATH) void page(request, response);
    else response.writeHead(404).end();
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
