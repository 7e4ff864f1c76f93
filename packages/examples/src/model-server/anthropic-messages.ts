import type {
  Message,
  RawContentBlockStartEvent,
  RawMessageStreamEvent,
  StopReason,
  TextBlock,
  ToolUseBlock,
  Usage,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { Endpoint, Reply } from './endpoint';
import { isObject, type JsonObject, objectsIn, textIn } from './json';
import {
  type CacheWish,
  InvalidRequestError,
  type ModelRequest,
  requireModel,
  type ToolChoice,
} from './model-request';

/** Anthropic Messages. */
export const anthropicMessages: Endpoint = {
  provider: 'anthropic',
  path: '/v1/messages',
  read,
  write,
  *stream(reply) {
    for (const { event, tokens } of steps(reply))
      yield { event: event.type, data: event, tokens: tokens ?? 0 };
  },
};

function read(body: JsonObject): ModelRequest {
  const model = requireModel(body);
  if (typeof body.max_tokens !== 'number')
    throw new InvalidRequestError('max_tokens: Field required', 'max_tokens');
  const messages = objectsIn(body.messages);
  if (messages.length === 0) throw new InvalidRequestError('messages: Field required', 'messages');
  const blocks = promptBlocks(body, messages);
  const last = messages.at(-1);
  const spoken = messages.findLast((message) => message.role === 'user' && textOf(message.content) !== '');
  return {
    model,
    stream: body.stream === true,
    texts: blocks.map(blockText),
    prompt: textOf(spoken?.content),
    toolResults: blocksOf(last?.content)
      .filter((block) => block.type === 'tool_result')
      .map(blockText),
    tools: objectsIn(body.tools).map((tool) => ({
      name: textIn(tool.name),
      parameters: isObject(tool.input_schema) ? tool.input_schema : {},
    })),
    toolChoice: readToolChoice(body.tool_choice),
    maxOutputTokens: body.max_tokens,
    cache: readCacheWish(blocks),
    body,
  };
}

/** Everything the model reads, in the provider's order: tools, system, messages. */
function promptBlocks(body: JsonObject, messages: readonly JsonObject[]): JsonObject[] {
  const conversation = messages.flatMap((message) => blocksOf(message.content));
  return [...objectsIn(body.tools), ...blocksOf(body.system), ...conversation];
}

function blocksOf(content: unknown): JsonObject[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return objectsIn(content);
}

function textOf(content: unknown): string {
  return blocksOf(content)
    .filter((block) => block.type === 'text')
    .map((block) => textIn(block.text))
    .join('');
}

function blockText({ cache_control: _, ...block }: JsonObject): string {
  switch (block.type) {
    case 'text':
      return textIn(block.text);
    case 'tool_use':
      return JSON.stringify({ name: block.name, input: block.input });
    case 'tool_result':
      return textOf(block.content);
    default:
      return JSON.stringify(block);
  }
}

/** The prefix up to the last block with `cache_control` is cached; writing it costs more than reading it. */
function readCacheWish(blocks: readonly JsonObject[]): CacheWish | undefined {
  const last = blocks.findLastIndex((block) => isObject(block.cache_control));
  return last === -1 ? undefined : { scope: 'ephemeral', texts: last + 1, billsWrites: true };
}

function readToolChoice(choice: unknown): ToolChoice {
  if (!isObject(choice)) return 'auto';
  if (choice.type === 'tool') return { name: textIn(choice.name) };
  if (choice.type === 'none') return 'none';
  return choice.type === 'any' ? 'required' : 'auto';
}

/** The API leaves citations out where there are none. */
type Block = Omit<TextBlock, 'citations'> | ToolUseBlock;

function write(reply: Reply): Omit<Message, 'content'> & { readonly content: readonly Block[] } {
  const { answer, request, number } = reply;
  return {
    id: `msg_standin_${number}`,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: [contentBlock(reply)],
    stop_reason: stopReason(reply),
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: usage(reply, answer.usage.outputTokens),
  };
}

function contentBlock({ answer, number }: Reply): Block {
  const { toolCall } = answer;
  if (toolCall === undefined) return { type: 'text', text: answer.tokens.join('') };
  return {
    type: 'tool_use',
    id: `toolu_standin_${number}`,
    caller: { type: 'direct' },
    name: toolCall.name,
    input: JSON.parse(toolCall.arguments),
  };
}

function stopReason({ answer }: Reply): StopReason {
  if (answer.finish === 'tool_call') return 'tool_use';
  return answer.finish === 'length' ? 'max_tokens' : 'end_turn';
}

/** Anthropic counts cache reads and writes apart from `input_tokens`. */
function usage({ answer, request }: Reply, outputTokens: number): Usage {
  const { inputTokens, cachedReadTokens, cacheWriteTokens } = answer.usage;
  const hour = cacheLifetime(request.body) === '1h';
  return {
    input_tokens: inputTokens - cachedReadTokens - cacheWriteTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedReadTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: hour ? 0 : cacheWriteTokens,
      ephemeral_1h_input_tokens: hour ? cacheWriteTokens : 0,
    },
    output_tokens: outputTokens,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    inference_geo: null,
    speed: 'standard',
  };
}

function cacheLifetime(body: JsonObject): unknown {
  const block = promptBlocks(body, objectsIn(body.messages)).findLast((each) => isObject(each.cache_control));
  return isObject(block?.cache_control) ? block.cache_control.ttl : undefined;
}

type Event =
  | Exclude<RawMessageStreamEvent, RawContentBlockStartEvent>
  | (Omit<RawContentBlockStartEvent, 'content_block'> & { readonly content_block: Block })
  | { readonly type: 'ping' };

type Step = { readonly event: Event; readonly tokens?: number };

function* steps(reply: Reply): Generator<Step> {
  const { answer } = reply;
  // The first event already reports one output token, which the later, cumulative count includes.
  const message: Message = { ...write(reply), content: [], stop_reason: null, usage: usage(reply, 1) };
  yield { event: { type: 'message_start', message } };
  yield { event: { type: 'content_block_start', index: 0, content_block: opened(contentBlock(reply)) } };
  yield { event: { type: 'ping' } };
  yield* deltas(reply);
  yield { event: { type: 'content_block_stop', index: 0 } };
  const total = usage(reply, answer.usage.outputTokens);
  yield {
    event: {
      type: 'message_delta',
      delta: { stop_reason: stopReason(reply), stop_sequence: null, stop_details: null, container: null },
      usage: {
        input_tokens: total.input_tokens,
        cache_creation_input_tokens: total.cache_creation_input_tokens,
        cache_read_input_tokens: total.cache_read_input_tokens,
        output_tokens: total.output_tokens,
        output_tokens_details: null,
        server_tool_use: null,
      },
    },
  };
  yield { event: { type: 'message_stop' } };
}

/** A block as it is announced, before its content. */
function opened(block: Block): Block {
  return block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
}

function* deltas({ answer }: Reply): Generator<Step> {
  const { toolCall, usage: billed } = answer;
  if (toolCall !== undefined) {
    const delta = { type: 'input_json_delta', partial_json: toolCall.arguments } as const;
    yield { event: { type: 'content_block_delta', index: 0, delta }, tokens: billed.outputTokens };
  }
  for (const text of answer.tokens) {
    yield {
      event: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
      tokens: 1,
    };
  }
}
