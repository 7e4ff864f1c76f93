import { countIn } from '../counts';
import { field, isList, textIn } from '../fields';
import { chatProvider } from './chat-provider';
import { chatUsage } from './chat-usage';
import type { Extractor } from './extractor';
import { reportedCost } from './reported-cost';
import { resolveProvider } from './resolve-provider';

export const OPENAI_CHAT = 'openai-chat';

/** What those who copy OpenAI call a whole chat or text completion. */
const OBJECTS: ReadonlySet<unknown> = new Set(['chat.completion', 'text_completion', 'text.completion']);

/**
 * Chat completions of OpenAI and Azure, and of the providers and gateways that copy them; also the older text
 * completions.
 */
export const extractOpenaiChat: Extractor = (response, hint) => {
  const choices = field(response, 'choices');
  if (!isList(choices) || !isChatCompletion(response)) {
    return undefined;
  }
  const usage = field(response, 'usage') ?? field(field(response, 'x_groq'), 'usage');
  const provider = resolveProvider(hint, chatProvider(response, usage));
  return {
    provider,
    model: textIn(response, 'model') ?? hint.model,
    responseId: textIn(response, 'id'),
    finishReason: textIn(field(choices, 0), 'finish_reason'),
    serviceTier: textIn(response, 'service_tier') ?? textIn(usage, 'service_tier'),
    usage: chatUsage(usage, provider),
    reportedCostUsd: reportedCost(usage),
    shape: OPENAI_CHAT,
  };
};

/** Clients that rename the counts to camelCase keep `object` as it was. */
function isChatCompletion(response: object): boolean {
  const object = field(response, 'object');
  const usage = field(response, 'usage');
  return object === undefined
    ? countIn(usage, 'prompt_tokens') !== undefined
    : OBJECTS.has(object) && field(usage, 'promptTokens') === undefined;
}
