import type {
  Response,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseOutputText,
  ResponseReasoningItem,
  ResponseStreamEvent,
  ResponseUsage,
} from 'openai/resources/responses/responses';
import type { Endpoint, Reply, ServerSentEvent } from './endpoint';
import { isObject, type JsonObject, objectsIn, textIn } from './json';
import type { BilledUsage } from './model-answer';
import { InvalidRequestError, type ModelRequest, requireModel, type ToolChoice } from './model-request';
import { readCacheWish, textOf } from './openai-chat';

/** OpenAI Responses. */
export const openaiResponses: Endpoint = { provider: 'openai', path: '/v1/responses', read, write, stream };

function read(body: JsonObject): ModelRequest {
  const model = requireModel(body);
  const items = readInput(body.input);
  const tools = objectsIn(body.tools);
  const texts = [
    textIn(body.instructions),
    ...items.map(itemText),
    ...tools.map((tool) => JSON.stringify(tool)),
  ];
  return {
    model,
    stream: body.stream === true,
    texts,
    prompt: textOf(items.findLast((item) => item.role === 'user')?.content),
    toolResults: trailingToolResults(items),
    tools: tools.map((tool) => ({
      name: textIn(tool.name),
      parameters: isObject(tool.parameters) ? tool.parameters : {},
    })),
    toolChoice: readToolChoice(body.tool_choice),
    maxOutputTokens: typeof body.max_output_tokens === 'number' ? body.max_output_tokens : undefined,
    cache: readCacheWish(body, texts.length),
    body,
  };
}

function readInput(input: unknown): JsonObject[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const items = objectsIn(input);
  if (items.length === 0) throw new InvalidRequestError("Missing required parameter: 'input'.", 'input');
  return items;
}

function itemText(item: JsonObject): string {
  switch (item.type) {
    case 'function_call':
      return JSON.stringify({ name: item.name, arguments: item.arguments });
    case 'function_call_output':
      return textOf(item.output);
    default:
      return textOf(item.content);
  }
}

function trailingToolResults(items: readonly JsonObject[]): string[] {
  const start = items.findLastIndex((item) => item.type !== 'function_call_output') + 1;
  return items.slice(start).map(itemText);
}

function readToolChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return choice;
  return isObject(choice) && choice.type === 'function' ? { name: textIn(choice.name) } : 'auto';
}

function write(reply: Reply): Response {
  const { answer, request, createdAt } = reply;
  const cutShort = answer.finish === 'length';
  const { instructions, max_output_tokens: limit } = request.body;
  return {
    id: `resp_standin_${reply.number}`,
    object: 'response',
    created_at: Math.floor(createdAt.getTime() / 1000),
    status: cutShort ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: cutShort ? { reason: 'max_output_tokens' } : null,
    instructions: typeof instructions === 'string' ? instructions : null,
    max_output_tokens: typeof limit === 'number' ? limit : null,
    metadata: {},
    model: request.model,
    output: output(reply),
    // Filled in by the client from `output`; the API itself never sends it.
    output_text: answer.tokens.join(''),
    parallel_tool_calls: true,
    previous_response_id: null,
    service_tier: 'default',
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: usage(answer.usage),
  };
}

function output(reply: Reply): ResponseOutputItem[] {
  const { answer, number } = reply;
  const reasoning: ResponseReasoningItem = { id: `rs_standin_${number}`, type: 'reasoning', summary: [] };
  const items = answer.usage.reasoningTokens > 0 ? [reasoning] : [];
  return [...items, answer.toolCall ? toolCallItem(reply) : messageItem(reply)];
}

function messageItem({ number, answer }: Reply): ResponseOutputMessage {
  return {
    id: `msg_standin_${number}`,
    type: 'message',
    status: answer.finish === 'length' ? 'incomplete' : 'completed',
    role: 'assistant',
    content: [textPart(answer.tokens.join(''))],
  };
}

function textPart(text: string): ResponseOutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function toolCallItem({ number, answer }: Reply): ResponseFunctionToolCall {
  return {
    id: `fc_standin_${number}`,
    type: 'function_call',
    status: 'completed',
    call_id: `call_standin_${number}`,
    name: answer.toolCall?.name ?? '',
    arguments: answer.toolCall?.arguments ?? '',
  };
}

function usage(billed: BilledUsage): ResponseUsage {
  return {
    input_tokens: billed.inputTokens,
    input_tokens_details: { cached_tokens: billed.cachedReadTokens, cache_write_tokens: 0 },
    output_tokens: billed.outputTokens,
    output_tokens_details: { reasoning_tokens: billed.reasoningTokens },
    total_tokens: billed.inputTokens + billed.outputTokens,
  };
}

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never;
type Step = { readonly event: Unnumbered<ResponseStreamEvent>; readonly tokens?: number };

function* stream(reply: Reply): Generator<ServerSentEvent> {
  let sequence = 0;
  for (const { event, tokens } of steps(reply)) {
    yield { event: event.type, data: { ...event, sequence_number: sequence }, tokens: tokens ?? 0 };
    sequence += 1;
  }
}

function* steps(reply: Reply): Generator<Step> {
  const response = write(reply);
  const started: Response = { ...response, status: 'in_progress', output: [], output_text: '' };
  // Usage is only known at the end.
  delete started.usage;
  yield { event: { type: 'response.created', response: started } };
  yield { event: { type: 'response.in_progress', response: started } };
  for (const [index, item] of response.output.entries()) {
    yield { event: { type: 'response.output_item.added', output_index: index, item: opened(item) } };
    yield* itemSteps(reply, item, index);
    yield { event: { type: 'response.output_item.done', output_index: index, item } };
  }
  const type = response.status === 'incomplete' ? 'response.incomplete' : 'response.completed';
  yield { event: { type, response } };
}

/** An item as it is announced, before its content. */
function opened(item: ResponseOutputItem): ResponseOutputItem {
  if (item.type === 'message') return { ...item, status: 'in_progress', content: [] };
  if (item.type === 'function_call') return { ...item, status: 'in_progress', arguments: '' };
  return item;
}

function* itemSteps({ answer }: Reply, item: ResponseOutputItem, index: number): Generator<Step> {
  if (item.type === 'message') yield* textSteps(answer.tokens, item.id, index);
  if (item.type !== 'function_call') return;
  const common = { item_id: item.id ?? '', output_index: index };
  const delta = item.arguments;
  const tokens = answer.usage.outputTokens - answer.usage.reasoningTokens;
  yield { event: { type: 'response.function_call_arguments.delta', ...common, delta }, tokens };
  yield {
    event: { type: 'response.function_call_arguments.done', ...common, arguments: delta, name: item.name },
  };
}

function* textSteps(tokens: readonly string[], itemId: string, index: number): Generator<Step> {
  const common = { item_id: itemId, output_index: index, content_index: 0 };
  const text = tokens.join('');
  yield { event: { type: 'response.content_part.added', ...common, part: textPart('') } };
  for (const delta of tokens) {
    yield { event: { type: 'response.output_text.delta', ...common, delta, logprobs: [] }, tokens: 1 };
  }
  yield { event: { type: 'response.output_text.done', ...common, text, logprobs: [] } };
  yield { event: { type: 'response.content_part.done', ...common, part: textPart(text) } };
}
