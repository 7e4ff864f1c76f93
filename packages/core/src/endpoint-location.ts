import { locationInId } from './model-id';
import type { UsageHint, UsageReading } from './usage';

/**
 * Vertex AI is served by region (`europe-west1-aiplatform.googleapis.com`), by multi-region
 * (`aiplatform.eu.rep.googleapis.com`), and globally without either.
 */
const VERTEX_HOST =
  /^(?:[a-z]+:\/\/(?:[^/@]*@)?)?(?:([a-z0-9-]{1,63})-)?aiplatform\.(?:([a-z0-9-]{1,63})\.rep\.)?googleapis\.com(?:[:/?#]|$)/i;

const GLOBAL = 'global';

/**
 * The location of an endpoint as `calculateCost` takes it, from its address or the path of a resource; `undefined`
 * where they do not tell, and for providers whose prices do not depend on it.
 */
export function endpointLocation(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const inPath = locationInId(address);
  if (inPath !== undefined) return inPath.toLowerCase();
  const host = VERTEX_HOST.exec(address);
  return host === null ? undefined : (host[1] ?? host[2] ?? GLOBAL).toLowerCase();
}

/** The reading with the location of the endpoint that was asked, where what the caller knows tells it. */
export function placeReading(reading: UsageReading, { baseUrl, model }: UsageHint): UsageReading {
  if (baseUrl === undefined && model === undefined) return reading;
  const location = endpointLocation(baseUrl) ?? endpointLocation(model);
  return location === undefined ? reading : { ...reading, location };
}
