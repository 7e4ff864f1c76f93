import { firstCount } from '../counts';
import { field, firstText } from '../fields';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Conversations with an agent of Mistral, as its API writes them and as its client renames them. */
export const extractMistralConversation: Extractor = (response, hint) => {
  const responseId = firstText(response, ['conversation_id', 'conversationId']);
  if (responseId === undefined || field(response, 'object') !== 'conversation.response') {
    return undefined;
  }
  const usage = field(response, 'usage');
  return {
    provider: resolveProvider(hint, 'mistral_ai'),
    model: hint.model,
    responseId,
    usage: {
      inputTokens: firstCount(usage, ['prompt_tokens', 'promptTokens']),
      outputTokens: firstCount(usage, ['completion_tokens', 'completionTokens']),
      webSearchRequests: firstCount(field(usage, 'connectors'), ['web_search', 'web_search_premium']),
    },
    shape: 'mistral-conversation',
  };
};
