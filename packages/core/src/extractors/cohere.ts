import { countIn, firstCount } from '../counts';
import { field, firstText, isObject, ownData, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Chats and embeddings of Cohere's API, both versions, as it writes them and as its client renames them. */
export const extractCohere: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage') ?? ownData(response, 'meta');
  return isObject(usage) && countsCohere(usage) ? readCohere(response, usage, hint) : undefined;
};

function countsCohere(usage: object): boolean {
  return isObject(billedUnits(usage)) || isObject(field(usage, 'tokens'));
}

export function readCohere(response: unknown, usage: unknown, hint: UsageHint): UsageReading {
  return {
    provider: resolveProvider(hint, 'cohere'),
    model: hint.model,
    responseId: firstText(response, ['id', 'response_id', 'responseId', 'generation_id', 'generationId']),
    finishReason: textIn(response, 'finish_reason') ?? textIn(response, 'finishReason'),
    usage: cohereUsage(usage),
    shape: 'cohere',
  };
}

/**
 * The bill counts less than the model saw: Cohere does not charge for its own preamble. Cached tokens are a part of
 * what the model saw, so they say nothing about the bill.
 */
function cohereUsage(usage: unknown): Usage {
  const billed = billedUnits(usage);
  if (countCohere(billed, 'input') !== undefined || countCohere(billed, 'output') !== undefined) {
    return { inputTokens: countCohere(billed, 'input'), outputTokens: countCohere(billed, 'output') };
  }
  const tokens = field(usage, 'tokens');
  return {
    inputTokens: countCohere(tokens, 'input'),
    cachedReadTokens: firstCount(usage, ['cached_tokens', 'cachedTokens']),
    outputTokens: countCohere(tokens, 'output'),
  };
}

function billedUnits(usage: unknown): unknown {
  return field(usage, 'billed_units') ?? field(usage, 'billedUnits');
}

function countCohere(units: unknown, side: 'input' | 'output'): number | undefined {
  return countIn(units, `${side}_tokens`) ?? countIn(units, `${side}Tokens`);
}
