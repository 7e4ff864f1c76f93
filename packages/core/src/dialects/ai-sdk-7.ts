import { countIn } from '../counts';
import { readConventions } from './opentelemetry';
import type { Dialect } from './span-usage';

const SCOPE = /^gen_ai$/;

/** Spans of `@ai-sdk/otel` (AI SDK 7): the conventions, and the uncached rest of the input where details are on. */
export const AI_SDK_7: Dialect = {
  // Unlike those of texts, they are not active while the model is asked, and it is not asked at once.
  precedesEmbedding: SCOPE,
  matches: (_attributes, scopeName) => scopeName !== undefined && SCOPE.test(scopeName),
  read: (attributes) =>
    readConventions(attributes, {
      shape: 'ai-sdk-7',
      uncached: countIn(attributes, 'ai.usage.inputTokenDetails.noCacheTokens'),
      includesCache: true,
    }),
};
