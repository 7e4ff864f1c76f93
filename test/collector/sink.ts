import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Session } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { freePorts } from './free-ports';
import { Message } from './protobuf';

export interface SunkSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Stands for Tempo, by OTLP/gRPC, and for the OTLP endpoint of Prometheus. Remembers what came, also while it is away. */
export class Sink {
  readonly tracesPort: number;
  readonly metricsPort: number;
  /** By span id. */
  readonly spans = new Map<string, SunkSpan>();
  /** Paths that metrics came to, and their names. */
  readonly metrics = { paths: new Set<string>(), names: new Set<string>() };
  #servers: readonly (Server | Http2Server)[] = [];
  readonly #sessions = new Set<ServerHttp2Session>();

  private constructor(tracesPort: number, metricsPort: number) {
    this.tracesPort = tracesPort;
    this.metricsPort = metricsPort;
  }

  static async start(): Promise<Sink> {
    const sink = await Sink.away();
    await sink.start();
    return sink;
  }

  /** One that nobody can reach yet. */
  static async away(): Promise<Sink> {
    const [traces, metrics] = await freePorts(2);
    return new Sink(traces!, metrics!);
  }

  async start(): Promise<void> {
    const traces = this.#tracesServer().listen(this.tracesPort, '127.0.0.1');
    const metrics = this.#metricsServer().listen(this.metricsPort, '127.0.0.1');
    this.#servers = [traces, metrics];
    await Promise.all(this.#servers.map((server) => once(server, 'listening')));
  }

  async stop(): Promise<void> {
    const closed = this.#servers.map((server) => once(server, 'close'));
    for (const server of this.#servers) {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    }
    for (const session of this.#sessions) session.destroy();
    this.#servers = [];
    await Promise.all(closed);
  }

  /** Those of the spans that did not come. Waits for them until there is none, or as long as is said. */
  async missing(spans: readonly string[], { waitMs = 30_000 } = {}): Promise<string[]> {
    const end = Date.now() + waitMs;
    for (;;) {
      const missing = spans.filter((id) => !this.spans.has(id));
      if (missing.length === 0 || Date.now() > end) return missing;
      await delay(50);
    }
  }

  /** Waits until a metric of that name came. */
  async metricsOf(name: string): Promise<void> {
    while (!this.metrics.names.has(name)) await delay(50);
  }

  #tracesServer(): Http2Server {
    const server = createHttp2Server();
    server.on('session', (session) => {
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
    });
    server.on('stream', async (stream) => {
      // Whoever is killed in the middle of a call resets it.
      stream.on('error', () => stream.destroy());
      const frame = await buffer(stream);
      const body = frame.subarray(5);
      this.#addSpans(new Message(frame[0] === 1 ? gunzipSync(body) : body));
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.alloc(5));
    });
    return server;
  }

  #metricsServer(): Server {
    return createServer(async (request, response) => {
      this.metrics.paths.add(request.url ?? '');
      for (const name of metricNames(await bodyOf(request))) this.metrics.names.add(name);
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  }

  #addSpans(request: Message): void {
    const scopes = request.messages(1).flatMap((resource) => resource.messages(2));
    for (const span of scopes.flatMap((scope) => scope.messages(2))) {
      const attributes = span
        .messages(9)
        .map((pair) => [pair.text(1), pair.messages(2)[0]?.value()] as const);
      this.spans.set(span.bytes(2).toString('hex'), {
        name: span.text(5),
        attributes: Object.fromEntries(attributes) as Record<string, string | number>,
      });
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Message> {
  const body = await buffer(request);
  return new Message(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
}

function metricNames(request: Message): string[] {
  const scopes = request.messages(1).flatMap((resource) => resource.messages(2));
  return scopes.flatMap((scope) => scope.messages(2)).map((metric) => metric.text(1));
}
