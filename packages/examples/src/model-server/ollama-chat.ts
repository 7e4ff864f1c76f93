import type { Endpoint, Reply } from './endpoint';
import type { JsonObject } from './json';
import { isObject } from './json';
import type { ModelAnswer } from './model-answer';
import { openaiChat } from './openai-chat';

/** Ollama's chat, which streams unless it is asked not to, in lines of JSON. */
export const ollamaChat: Endpoint = {
  provider: 'ollama',
  path: '/api/chat',
  read(body, path) {
    const { num_predict: limit } = isObject(body.options) ? body.options : {};
    return {
      ...openaiChat.read(body, path),
      stream: body.stream !== false,
      // The stand-in calls no tools in this format.
      toolChoice: 'none',
      maxOutputTokens: typeof limit === 'number' && limit > 0 ? limit : undefined,
    };
  },
  write: (reply) => ({ ...part(reply, reply.answer.tokens.join('')), ...ending(reply.answer) }),
  *stream(reply) {
    for (const text of reply.answer.tokens) yield { data: { ...part(reply, text), done: false }, tokens: 1 };
    yield { data: { ...part(reply, ''), ...ending(reply.answer) } };
  },
  streamFormat: {
    contentType: 'application/x-ndjson',
    encode: ({ data }) => `${JSON.stringify(data)}\n`,
  },
};

function part({ createdAt, request }: Reply, content: string): JsonObject {
  return {
    model: request.model,
    created_at: createdAt.toISOString(),
    message: { role: 'assistant', content },
  };
}

function ending({ usage, finish }: ModelAnswer): JsonObject {
  return {
    done: true,
    done_reason: finish === 'length' ? 'length' : 'stop',
    total_duration: 2_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: usage.inputTokens,
    prompt_eval_duration: 500_000,
    eval_count: usage.outputTokens,
    eval_duration: 500_000,
  };
}
