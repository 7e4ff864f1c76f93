import { countIn, firstCount } from '../counts';
import { field, isList, textIn } from '../fields';
import type { Usage } from '../usage';
import type { Extractor } from './extractor';
import { reportedCost } from './reported-cost';
import { resolveProvider } from './resolve-provider';

export const OPENAI_CHAT = 'openai-chat';

/** Chat completions of OpenAI and Azure, and of the providers that copy them; also the older text completions. */
export const extractOpenaiChat: Extractor = (response, hint) => {
  const choices = field(response, 'choices');
  if (!isList(choices) || !isChatCompletion(response)) {
    return undefined;
  }
  const usage = field(response, 'usage') ?? field(field(response, 'x_groq'), 'usage');
  return {
    provider: resolveProvider(hint, chatProvider(response)),
    model: textIn(response, 'model') ?? hint.model,
    responseId: textIn(response, 'id'),
    finishReason: textIn(field(choices, 0), 'finish_reason'),
    serviceTier: textIn(response, 'service_tier'),
    usage: chatUsage(usage),
    reportedCostUsd: reportedCost(usage),
    shape: OPENAI_CHAT,
  };
};

function isChatCompletion(response: object): boolean {
  const object = field(response, 'object');
  return object === undefined
    ? countIn(field(response, 'usage'), 'prompt_tokens') !== undefined
    : object === 'chat.completion' || object === 'text_completion';
}

/** Some of those who copy OpenAI's responses add fields that only they have. */
export function chatProvider(response: unknown): string {
  if (isList(field(response, 'prompt_filter_results'))) {
    return 'azure.ai.openai';
  }
  return field(response, 'x_groq') === undefined ? 'openai' : 'groq';
}

/** Token counts of a chat completion's usage object. Its totals include cached and reasoning tokens. */
export function chatUsage(usage: unknown): Usage {
  const promptDetails = field(usage, 'prompt_tokens_details');
  const completionDetails = field(usage, 'completion_tokens_details');
  const reasoningTokens = countIn(completionDetails, 'reasoning_tokens');
  return {
    inputTokens: countIn(usage, 'prompt_tokens'),
    cachedReadTokens:
      countIn(promptDetails, 'cached_tokens') ??
      firstCount(usage, ['prompt_cache_hit_tokens', 'cache_read_input_tokens']),
    cacheWriteTokens:
      countIn(promptDetails, 'cache_write_tokens') ?? countIn(usage, 'cache_creation_input_tokens'),
    outputTokens: outputTokens(usage, reasoningTokens),
    reasoningTokens,
    inputAudioTokens: countIn(promptDetails, 'audio_tokens'),
    outputAudioTokens: countIn(completionDetails, 'audio_tokens'),
  };
}

/** xAI leaves reasoning out of `completion_tokens`; its `total_tokens` gives that away. */
function outputTokens(usage: unknown, reasoningTokens: number | undefined): number | undefined {
  const input = countIn(usage, 'prompt_tokens');
  const output = countIn(usage, 'completion_tokens');
  if (input === undefined || output === undefined || !reasoningTokens) {
    return output;
  }
  const withReasoning = output + reasoningTokens;
  return countIn(usage, 'total_tokens') === input + withReasoning ? withReasoning : output;
}
