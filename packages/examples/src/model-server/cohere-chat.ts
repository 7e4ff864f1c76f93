import type { Endpoint, Reply, ServerSentEvent } from './endpoint';
import type { JsonObject } from './json';
import type { ModelAnswer } from './model-answer';
import { openaiChat } from './openai-chat';

/** Tokens of Cohere's own instructions, which the model reads and nobody is billed for. */
const UNBILLED_TOKENS = 500;

/** Cohere's chat, version 2. Requests are those of OpenAI's chat. */
export const cohereChat: Endpoint = {
  ...openaiChat,
  provider: 'cohere',
  path: '/v2/chat',
  // The stand-in calls no tools in this format.
  read: (body, path) => ({ ...openaiChat.read(body, path), toolChoice: 'none' }),
  write: (reply) => ({
    id: id(reply),
    message: { role: 'assistant', content: [{ type: 'text', text: reply.answer.tokens.join('') }] },
    ...ending(reply.answer),
  }),
  *stream(reply) {
    for (const { type, tokens = 0, ...rest } of events(reply)) {
      yield { event: type, data: { type, ...rest }, tokens };
    }
  },
};

const id = ({ number }: Reply): string => `c0de0000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function ending({ usage: { inputTokens, outputTokens }, finish }: ModelAnswer): JsonObject {
  return {
    finish_reason: finish === 'length' ? 'MAX_TOKENS' : 'COMPLETE',
    usage: {
      billed_units: { input_tokens: inputTokens, output_tokens: outputTokens },
      tokens: { input_tokens: inputTokens + UNBILLED_TOKENS, output_tokens: outputTokens },
    },
  };
}

interface CohereEvent extends JsonObject {
  readonly type: string;
  readonly tokens?: ServerSentEvent['tokens'];
}

function* events(reply: Reply): Generator<CohereEvent> {
  const start = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  yield { type: 'message-start', id: id(reply), delta: { message: start } };
  yield { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } };
  for (const text of reply.answer.tokens) {
    yield { type: 'content-delta', index: 0, delta: { message: { content: { text } } }, tokens: 1 };
  }
  yield { type: 'content-end', index: 0 };
  yield { type: 'message-end', delta: ending(reply.answer) };
}
