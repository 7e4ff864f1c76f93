import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { loadSync } from 'protobufjs';

/**
 * Takes OTLP in JSON, as our exporters send it, and hands it on in Protobuf, the only encoding that VictoriaMetrics takes.
 * In production the Collector does that.
 */
export class OtlpBridge {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** @param target address that `/v1/metrics` is added to */
  static async start(target: string): Promise<OtlpBridge> {
    const request = loadSync(join(__dirname, 'metrics.proto')).lookupType('ExportMetricsServiceRequest');
    const server = createServer(async (incoming, response) => {
      const body = request.encode(request.fromObject((await json(incoming)) as object)).finish();
      const headers = { 'content-type': 'application/x-protobuf' };
      const answer = await fetch(`${target}${incoming.url}`, {
        method: 'POST',
        headers,
        body: Buffer.from(body),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new OtlpBridge(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
