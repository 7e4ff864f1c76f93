import { countIn } from '../counts';
import { field, itemsOf, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import { chatProvider } from './chat-provider';
import type { Extractor } from './extractor';
import { reportedCost } from './reported-cost';
import { resolveProvider } from './resolve-provider';

const OBJECTS: ReadonlySet<unknown> = new Set(['response', 'response.compaction']);

/** Statuses after which a response changes no more. */
const FINAL_STATUSES: ReadonlySet<unknown> = new Set(['completed', 'incomplete', 'failed', 'cancelled']);

/** Responses of OpenAI's Responses API. One that still runs in the background is not a finished call yet. */
export const extractOpenaiResponse: Extractor = (response, hint) =>
  isResponse(response) && isFinalResponse(response) ? readResponse(response, hint) : undefined;

/** A response, or a conversation that was condensed, which is billed in the same way. */
export function isResponse(value: unknown): value is object {
  return textIn(value, 'id') !== undefined && OBJECTS.has(field(value, 'object'));
}

export function isFinalResponse(response: unknown): boolean {
  return FINAL_STATUSES.has(field(response, 'status') ?? 'completed');
}

export function readResponse(response: object, hint: UsageHint): UsageReading {
  const usage = field(response, 'usage');
  return {
    provider: resolveProvider(hint, chatProvider(response, usage)),
    model: textIn(response, 'model') ?? hint.model,
    responseId: textIn(response, 'id'),
    finishReason: textIn(field(response, 'incomplete_details'), 'reason') ?? textIn(response, 'status'),
    serviceTier: textIn(response, 'service_tier'),
    usage: responseUsage(response, usage),
    reportedCostUsd: reportedCost(usage),
    shape: 'openai-responses',
  };
}

/** Both totals include their details. */
function responseUsage(response: object, usage: unknown): Usage {
  const inputDetails = field(usage, 'input_tokens_details');
  return {
    inputTokens: countIn(usage, 'input_tokens'),
    cachedReadTokens: countIn(inputDetails, 'cached_tokens'),
    cacheWriteTokens: countIn(inputDetails, 'cache_write_tokens'),
    outputTokens: countIn(usage, 'output_tokens'),
    reasoningTokens: countIn(field(usage, 'output_tokens_details'), 'reasoning_tokens'),
    webSearchRequests: webSearches(response),
  };
}

/** Searches are billed each, but counted nowhere; opening a page that was found is not billed. */
function webSearches(response: object): number | undefined {
  const searches = itemsOf(field(response, 'output')).filter((item) => {
    const action = textIn(field(item, 'action'), 'type');
    return field(item, 'type') === 'web_search_call' && (action === undefined || action === 'search');
  });
  return searches.length === 0 ? undefined : searches.length;
}
