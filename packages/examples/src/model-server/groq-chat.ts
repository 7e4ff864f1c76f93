import type { Endpoint, Reply } from './endpoint';
import { isObject, type JsonObject } from './json';
import { openaiChat } from './openai-chat';
import { withChunks } from './with-chunks';

/** Groq's chat: OpenAI's format, with times beside the counts, and its own id in `x_groq`, where a stream also tells what was used. */
export const groqChat: Endpoint = {
  ...openaiChat,
  path: '/openai/v1/chat/completions',
  write(reply) {
    const completion = openaiChat.write(reply);
    return isObject(completion)
      ? { ...completion, usage: usage(reply), x_groq: { id: id(reply) } }
      : completion;
  },
  stream: (reply) =>
    withChunks(reply, {
      first: { x_groq: { id: id(reply) } },
      last: { x_groq: { id: id(reply), usage: usage(reply) } },
    }),
};

const id = ({ number }: Reply): string => `req_standin_${number}`;

function usage({ answer }: Reply): JsonObject {
  const { inputTokens, outputTokens } = answer.usage;
  return {
    queue_time: 0.001,
    prompt_tokens: inputTokens,
    prompt_time: 0.001,
    completion_tokens: outputTokens,
    completion_time: 0.001,
    total_tokens: inputTokens + outputTokens,
    total_time: 0.002,
  };
}
