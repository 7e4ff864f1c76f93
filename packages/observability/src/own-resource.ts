import { hostname } from 'node:os';
import type { Resource } from '@opentelemetry/resources';
import type { Configuration } from './configuration';

/** What our own provider, and what is pushed, says about the process: OpenTelemetry's defaults, the environment's, ours. */
export function ownResource({ serviceName, environment, openTelemetry }: Configuration): Resource {
  const { defaultResource, resourceFromAttributes } =
    require('@opentelemetry/resources') as typeof import('@opentelemetry/resources');
  return defaultResource().merge(
    resourceFromAttributes({
      'service.instance.id': `${hostname()}-${process.pid}`,
      ...openTelemetry.resourceAttributes,
      'service.name': serviceName,
      ...(environment === null ? {} : { 'deployment.environment.name': environment }),
    }),
  );
}
