import { AWS_EVENT_STREAM } from './aws-event-stream';
import type { Endpoint, ServerSentEvent } from './endpoint';
import { isObject, type JsonObject, objectsIn, textIn } from './json';
import type { ModelAnswer } from './model-answer';
import { InvalidRequestError, type ModelRequest } from './model-request';

const PATH = /^\/model\/([^/]+)\/(converse|converse-stream)$/;

/** Amazon Bedrock, `Converse` and `ConverseStream`. The model stands in the URL alone, not in the answer. */
export const bedrockConverse: Endpoint = {
  provider: 'bedrock',
  path: PATH,
  read,
  write: ({ answer }) => ({
    output: { message: { role: 'assistant', content: [{ text: answer.tokens.join('') }] } },
    stopReason: stopReason(answer),
    ...metadata(answer),
  }),
  stream: ({ answer }) => events(answer),
  streamFormat: AWS_EVENT_STREAM,
};

function read(body: JsonObject, path: string): ModelRequest {
  const [, model = '', operation] = PATH.exec(path) ?? [];
  const messages = objectsIn(body.messages);
  if (messages.length === 0) throw new InvalidRequestError('The messages field is empty.', 'messages');
  const limit = isObject(body.inferenceConfig) ? body.inferenceConfig.maxTokens : undefined;
  return {
    model: decodeURIComponent(model),
    stream: operation === 'converse-stream',
    texts: [...objectsIn(body.system), ...messages.flatMap(({ content }) => objectsIn(content))].map(textOf),
    prompt: objectsIn(messages.findLast(({ role }) => role === 'user')?.content)
      .map(textOf)
      .join(''),
    toolResults: [],
    tools: [],
    // The stand-in calls no tools in this format.
    toolChoice: 'none',
    maxOutputTokens: typeof limit === 'number' ? limit : undefined,
    cache: undefined,
    body,
  };
}

const textOf = (block: JsonObject): string => textIn(block.text);

const stopReason = ({ finish }: ModelAnswer): string => (finish === 'length' ? 'max_tokens' : 'end_turn');

function metadata({ usage: { inputTokens, outputTokens } }: ModelAnswer): JsonObject {
  return {
    usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    metrics: { latencyMs: 1 },
  };
}

function* events(answer: ModelAnswer): Generator<ServerSentEvent> {
  yield { event: 'messageStart', data: { role: 'assistant' } };
  for (const text of answer.tokens) {
    yield { event: 'contentBlockDelta', data: { contentBlockIndex: 0, delta: { text } }, tokens: 1 };
  }
  yield { event: 'contentBlockStop', data: { contentBlockIndex: 0 } };
  yield { event: 'messageStop', data: { stopReason: stopReason(answer) } };
  yield { event: 'metadata', data: metadata(answer) };
}
