import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** One request as it arrived. */
interface OtlpRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: OtlpBody;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface Resource {
  readonly attributes: readonly Attribute[];
}

interface OtlpBody {
  readonly resourceSpans?: readonly {
    readonly resource: Resource;
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string }[] }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly resource: Resource;
    readonly scopeMetrics: readonly { readonly metrics: readonly OtlpMetric[] }[];
  }[];
}

/** A number as OTLP's JSON has it: an integer of 64 bits is a text. */
type OtlpNumber = number | string;

export interface OtlpPoint {
  readonly attributes: readonly Attribute[];
  readonly asDouble?: number;
  readonly asInt?: OtlpNumber;
  readonly count?: OtlpNumber;
  readonly sum?: number;
  readonly bucketCounts?: readonly OtlpNumber[];
  readonly explicitBounds?: readonly number[];
}

interface OtlpPoints {
  readonly dataPoints: readonly OtlpPoint[];
  readonly aggregationTemporality?: number;
  readonly isMonotonic?: boolean;
}

export interface OtlpMetric {
  readonly name: string;
  readonly unit: string;
  readonly sum?: OtlpPoints;
  readonly gauge?: OtlpPoints;
  readonly histogram?: OtlpPoints;
}

/** A server that takes OTLP/HTTP in JSON and keeps what it gets. */
export interface OtlpEndpoint {
  /** Base address, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it. */
  readonly url: string;
  readonly requests: readonly OtlpRequest[];
  /** Names of all spans that arrived. */
  spanNames(): string[];
  /** The metrics of the latest push. */
  latestMetrics(): readonly OtlpMetric[];
  stop(): Promise<void>;
}

type Answer = (response: ServerResponse, request: OtlpRequest) => void;

const accept: Answer = (response) => response.setHeader('content-type', 'application/json').end('{}');

export async function startOtlpEndpoint(answer: Answer = accept): Promise<OtlpEndpoint> {
  const requests: OtlpRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const body = (await json(incoming)) as OtlpBody;
    const request = { path: incoming.url ?? '', headers: incoming.headers, body };
    requests.push(request);
    answer(response, request);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    spanNames: () => requests.flatMap(({ body }) => spanNamesIn(body)),
    latestMetrics: () =>
      requests
        .flatMap(({ body: { resourceMetrics } }) => (resourceMetrics ? [resourceMetrics] : []))
        .at(-1)
        ?.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics)) ?? [],
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function spanNamesIn({ resourceSpans = [] }: OtlpBody): string[] {
  return resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
  );
}

/** Attributes of a resource or a point. */
export function attributesOf({ attributes }: Resource | OtlpPoint): Record<string, string | undefined> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
}
