import { readConventions } from './opentelemetry';
import type { Dialect } from './span-usage';

/** Spans that `@mistralai/mistralai` makes itself when it is asked to. */
export const MISTRAL_SDK: Dialect = {
  matches: (_attributes, scopeName) => scopeName === 'mistralai_sdk_tracer',
  read: (attributes) => readConventions(attributes, { shape: 'mistral-sdk', includesCache: true }),
};
