import { countIn } from '../counts';
import { field, isList, isObject, ownData, textIn } from '../fields';
import type { Usage, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { reportedCost } from './reported-cost';
import { resolveProvider } from './resolve-provider';

export const CHAT_CAMEL_CASE = 'chat-camel-case';

/** Chat completions and embeddings as the clients of Mistral and OpenRouter return them, with names in camelCase. */
export const extractChatCamelCase: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage');
  if (!isObject(usage) || countIn(usage, 'promptTokens') === undefined || !hasAnswers(response)) {
    return undefined;
  }
  const choice = field(field(response, 'choices'), 0);
  return {
    ...camelCaseBill(usage),
    provider: resolveProvider(hint, camelCaseProvider(response)),
    model: textIn(response, 'model') ?? hint.model,
    responseId: textIn(response, 'id'),
    finishReason: textIn(choice, 'finishReason'),
    shape: CHAT_CAMEL_CASE,
  };
};

function hasAnswers(response: object): boolean {
  return (
    isList(field(response, 'choices')) ||
    (field(response, 'object') === 'list' && isList(field(response, 'data')))
  );
}

export function camelCaseProvider(response: unknown): string {
  return textIn(response, 'id')?.startsWith('gen-') === true ? 'openrouter' : 'mistral_ai';
}

/** What a usage object in camelCase says was used and how it was billed. */
export function camelCaseBill(
  usage: unknown,
): Pick<UsageReading, 'usage' | 'serviceTier' | 'reportedCostUsd'> {
  return {
    usage: camelCaseUsage(usage),
    serviceTier: textIn(usage, 'serviceTier'),
    reportedCostUsd: reportedCost(usage),
  };
}

/** Mistral's client renames the counts that it knows, and passes others on as they came. */
function camelCaseUsage(usage: unknown): Usage {
  const asItCame = field(usage, 'prompt_tokens_details') ?? field(usage, 'prompt_token_details');
  const promptDetails = field(usage, 'promptTokensDetails');
  return {
    inputTokens: countIn(usage, 'promptTokens'),
    cachedReadTokens:
      countIn(promptDetails, 'cachedTokens') ??
      countIn(asItCame, 'cached_tokens') ??
      countIn(usage, 'num_cached_tokens'),
    outputTokens: countIn(usage, 'completionTokens'),
    reasoningTokens: countIn(field(usage, 'completionTokensDetails'), 'reasoningTokens'),
    inputAudioTokens: countIn(promptDetails, 'audioTokens') ?? countIn(asItCame, 'audio_tokens'),
    inputAudioSeconds: countIn(usage, 'promptAudioSeconds'),
  };
}
