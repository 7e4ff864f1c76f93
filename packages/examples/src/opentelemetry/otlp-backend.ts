import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface Item {
  readonly name: string;
  readonly attributes?: readonly {
    readonly key: string;
    readonly value: { readonly doubleValue?: number };
  }[];
}

interface OtlpBody {
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: readonly Item[] }[] }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly Item[] }[];
  }[];
}

/** A backend that takes OTLP in JSON and keeps what it gets. */
export interface OtlpBackend {
  readonly url: string;
  readonly spans: readonly Item[];
  readonly metrics: readonly Item[];
  /** The `authorization` of every request. */
  readonly keys: readonly (string | undefined)[];
  stop(): Promise<void>;
}

export async function startOtlpBackend(): Promise<OtlpBackend> {
  const spans: Item[] = [];
  const metrics: Item[] = [];
  const keys: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    const { resourceSpans = [], resourceMetrics = [] } = (await json(request)) as OtlpBody;
    keys.push(request.headers.authorization);
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    metrics.push(...resourceMetrics.flatMap((r) => r.scopeMetrics.flatMap((scope) => scope.metrics)));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    metrics,
    keys,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
