import type { Endpoint, Reply } from './endpoint';
import { isObject, type JsonObject } from './json';
import { openaiChat } from './openai-chat';
import { withChunks } from './with-chunks';

/** Mistral's chat, in OpenAI's format. */
export const mistralChat: Endpoint = {
  ...openaiChat,
  provider: 'mistral',
  path: '/mistral/v1/chat/completions',
  write(reply) {
    const completion = openaiChat.write(reply);
    return isObject(completion) ? { ...completion, usage: usage(reply) } : completion;
  },
  stream: (reply) => withChunks(reply, { last: { usage: usage(reply) } }),
};

/** Mistral tells no details. */
function usage({ answer }: Reply): JsonObject {
  const { inputTokens, outputTokens } = answer.usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
