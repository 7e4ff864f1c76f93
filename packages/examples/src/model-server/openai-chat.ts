import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessage,
} from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import type { Endpoint, Reply, ServerSentEvent } from './endpoint';
import { isObject, type JsonObject, objectsIn, textIn } from './json';
import type { BilledUsage, ModelAnswer } from './model-answer';
import { InvalidRequestError, type ModelRequest, requireModel, type ToolChoice } from './model-request';

const SYSTEM_FINGERPRINT = 'fp_stand_in';

/** OpenAI Chat Completions. */
export const openaiChat: Endpoint = {
  provider: 'openai',
  path: '/v1/chat/completions',
  read,
  write,
  *stream(reply) {
    yield* streamAnswer(reply);
    yield { data: '[DONE]' };
  },
};

function read(body: JsonObject): ModelRequest {
  const model = requireModel(body);
  const messages = objectsIn(body.messages);
  if (messages.length === 0) {
    throw new InvalidRequestError("Missing required parameter: 'messages'.", 'messages');
  }
  const tools = objectsIn(body.tools);
  const texts = [...messages.flatMap(messageTexts), ...tools.map((tool) => JSON.stringify(tool))];
  return {
    model,
    stream: body.stream === true,
    texts,
    prompt: textOf(messages.findLast((message) => message.role === 'user')?.content),
    toolResults: trailingToolResults(messages),
    tools: tools.flatMap(readTool),
    toolChoice: readToolChoice(body.tool_choice),
    maxOutputTokens: [body.max_completion_tokens, body.max_tokens].find((limit) => typeof limit === 'number'),
    cache: readCacheWish(body, texts.length),
    body,
  };
}

/** Prompts are cached among requests with the same `prompt_cache_key`; without one nothing is. */
export function readCacheWish(body: JsonObject, texts: number): ModelRequest['cache'] {
  const scope = textIn(body.prompt_cache_key);
  return scope === '' ? undefined : { scope, texts, billsWrites: false };
}

/** Plain text, or the texts among the parts of a message. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return objectsIn(content)
    .map((part) => textIn(part.text))
    .join('');
}

function messageTexts(message: JsonObject): string[] {
  const calls = objectsIn(message.tool_calls).map((call) => JSON.stringify(call.function));
  return [textOf(message.content), ...calls];
}

function trailingToolResults(messages: readonly JsonObject[]): string[] {
  const start = messages.findLastIndex((message) => message.role !== 'tool') + 1;
  return messages.slice(start).map((message) => textOf(message.content));
}

function readTool(tool: JsonObject): { name: string; parameters: JsonObject }[] {
  const definition = tool.function;
  if (!isObject(definition)) return [];
  return [
    {
      name: textIn(definition.name),
      parameters: isObject(definition.parameters) ? definition.parameters : {},
    },
  ];
}

function readToolChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  if (isObject(choice) && isObject(choice.function)) return { name: textIn(choice.function.name) };
  return 'auto';
}

function write(reply: Reply): ChatCompletion {
  const { answer } = reply;
  return {
    ...envelope(reply),
    object: 'chat.completion',
    choices: [{ index: 0, message: message(reply), logprobs: null, finish_reason: finishReason(answer) }],
    usage: usage(answer.usage),
  };
}

function envelope({ number, createdAt, request }: Reply) {
  return {
    id: `chatcmpl-standin-${number}`,
    created: Math.floor(createdAt.getTime() / 1000),
    model: request.model,
    service_tier: 'default',
    system_fingerprint: SYSTEM_FINGERPRINT,
  } as const;
}

function message({ answer, number }: Reply): ChatCompletionMessage {
  const common = { role: 'assistant', refusal: null, annotations: [] } as const;
  const { toolCall } = answer;
  if (toolCall === undefined) return { ...common, annotations: [], content: answer.tokens.join('') };
  return {
    ...common,
    annotations: [],
    content: null,
    tool_calls: [{ id: `call_standin_${number}`, type: 'function', function: toolCall }],
  };
}

function finishReason({ finish }: ModelAnswer): 'stop' | 'length' | 'tool_calls' {
  return finish === 'tool_call' ? 'tool_calls' : finish;
}

function usage(billed: BilledUsage): CompletionUsage {
  return {
    prompt_tokens: billed.inputTokens,
    completion_tokens: billed.outputTokens,
    total_tokens: billed.inputTokens + billed.outputTokens,
    prompt_tokens_details: { cached_tokens: billed.cachedReadTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: billed.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

type Delta = ChatCompletionChunk.Choice.Delta;

function* streamAnswer(reply: Reply): Generator<ServerSentEvent> {
  const { answer, request } = reply;
  const withUsage =
    isObject(request.body.stream_options) && request.body.stream_options.include_usage === true;
  // `usage: null` stands in every chunk but the last, and only when usage was asked for.
  const common = {
    ...envelope(reply),
    object: 'chat.completion.chunk',
    ...(withUsage && { usage: null }),
  } as const;
  const chunk = (
    delta: Delta,
    finish: 'stop' | 'length' | 'tool_calls' | null = null,
  ): ChatCompletionChunk => ({
    ...common,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  yield { data: chunk({ role: 'assistant', content: answer.toolCall ? null : '', refusal: null }) };
  for (const content of answer.tokens) yield { data: chunk({ content }), tokens: 1 };
  yield* toolCallDeltas(reply).map(({ delta, tokens }) => ({ data: chunk(delta), tokens }));
  yield { data: chunk({}, finishReason(answer)) };
  if (withUsage) yield { data: { ...common, choices: [], usage: usage(answer.usage) } };
}

/** A call is streamed as its head and then its arguments, here in one piece. */
function toolCallDeltas({ answer, number }: Reply): { delta: Delta; tokens: number }[] {
  const { toolCall, usage: billed } = answer;
  if (toolCall === undefined) return [];
  const head = {
    id: `call_standin_${number}`,
    type: 'function',
    function: { name: toolCall.name, arguments: '' },
  } as const;
  return [
    { delta: { tool_calls: [{ index: 0, ...head }] }, tokens: 0 },
    {
      delta: { tool_calls: [{ index: 0, function: { arguments: toolCall.arguments } }] },
      tokens: billed.outputTokens - billed.reasoningTokens,
    },
  ];
}
