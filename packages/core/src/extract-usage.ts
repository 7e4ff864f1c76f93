import { checkReading } from './check-reading';
import { extractAnthropicMessage } from './extractors/anthropic-message';
import type { Extractor } from './extractors/extractor';
import { extractGivenUsage, extractReading } from './extractors/given-usage';
import { extractOpenaiChat } from './extractors/openai-chat';
import { extractOpenaiEmbeddings } from './extractors/openai-embeddings';
import { extractOpenaiResponse } from './extractors/openai-responses';
import { field, isObject } from './fields';
import type { UsageHint, UsageReading } from './usage';

/** First match wins. A new shape is a new file in `extractors/` and a line here. */
const EXTRACTORS: readonly Extractor[] = [
  extractOpenaiChat,
  extractOpenaiResponse,
  extractAnthropicMessage,
  extractOpenaiEmbeddings,
  extractReading,
  extractGivenUsage,
];

/**
 * Tokens, model and provider of a model's response, found by its structure; `undefined` when the value is not a
 * response. Knows chat completions, responses and embeddings of OpenAI and those who copy them, messages of
 * Anthropic, and usage stated by hand (`{ model, inputTokens, outputTokens }`). Totals are inclusive, unknown counts
 * stay `undefined`. Only the value itself is looked at, and the `data` of what `.withResponse()` of the OpenAI and
 * Anthropic clients gives. Pure; never throws, whatever the value.
 *
 * @param hint what the caller knows: `baseUrl` and `provider` settle who served a response that many could have
 */
export function extractUsage(response: unknown, hint: UsageHint = {}): UsageReading | undefined {
  const body = unwrap(response);
  if (!isObject(body)) {
    return undefined;
  }
  for (const extract of EXTRACTORS) {
    const reading = extract(body, hint);
    if (reading !== undefined) {
      return checkReading(reading);
    }
  }
  return undefined;
}

/** `.withResponse()` of the OpenAI and Anthropic clients gives `{ data, response, request_id }`. */
function unwrap(value: unknown): unknown {
  const wrapped = field(value, 'request_id') !== undefined && isObject(field(value, 'data'));
  return wrapped && isObject(field(value, 'response')) ? field(value, 'data') : value;
}
