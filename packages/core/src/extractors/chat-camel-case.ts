import { countIn } from '../counts';
import { field, isList, isObject, ownData, text, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { reportedCost } from './reported-cost';
import { resolveProvider } from './resolve-provider';

/** Chat completions and embeddings as the clients of Mistral and OpenRouter return them, with names in camelCase. */
export const extractChatCamelCase: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage');
  if (!isObject(usage) || countIn(usage, 'promptTokens') === undefined || !hasAnswers(response)) {
    return undefined;
  }
  return readCamelCase(
    {
      model: field(response, 'model'),
      id: field(response, 'id'),
      finishReason: field(field(field(response, 'choices'), 0), 'finishReason'),
      usage,
    },
    hint,
  );
};

/** The parts of a completion that are read, wherever a stream has put them. */
interface CamelCaseAnswer {
  readonly model: unknown;
  readonly id: unknown;
  readonly finishReason: unknown;
  readonly usage: unknown;
}

export function readCamelCase(answer: CamelCaseAnswer, hint: UsageHint): UsageReading {
  const { usage } = answer;
  const id = text(answer.id);
  return {
    provider: resolveProvider(hint, id?.startsWith('gen-') === true ? 'openrouter' : 'mistral_ai'),
    model: text(answer.model) ?? hint.model,
    responseId: id,
    finishReason: text(answer.finishReason),
    serviceTier: textIn(usage, 'serviceTier'),
    usage: camelCaseUsage(usage),
    reportedCostUsd: reportedCost(usage),
    shape: 'chat-camel-case',
  };
}

function hasAnswers(response: object): boolean {
  return (
    isList(field(response, 'choices')) ||
    (field(response, 'object') === 'list' && isList(field(response, 'data')))
  );
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
