import { providerOf, readConventions } from './opentelemetry';
import type { Dialect } from './span-usage';

/** Spans of OpenLIT: the conventions, but with Anthropic's own input count, which leaves the cached tokens out. */
export const OPENLIT: Dialect = {
  matches: (_attributes, scopeName) => scopeName === 'openlit',
  read: (attributes) =>
    readConventions(attributes, {
      shape: 'openlit',
      includesCache: providerOf(attributes) === 'anthropic' ? false : undefined,
    }),
};
