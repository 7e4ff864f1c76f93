import { field, itemsOf, REQUEST, resolveProvider } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';
import type { ClientDefinition, ClientMethod } from './client-definition';
import { type NumberParameters, numbersOf, textIn, textsOf } from './request-parameters';
import type { ResponseFacts } from './response-facts';

const SAMPLING: NumberParameters = {
  [REQUEST.temperature]: ['temperature'],
  [REQUEST.topP]: ['top_p'],
  [REQUEST.topK]: ['top_k'],
  [REQUEST.maxTokens]: ['max_tokens'],
};

/** Batches are left alone: they are billed when their results are there, which this client only fetches. */
const messages = (path: string): ClientMethod => ({
  path,
  operation: 'chat',
  attributesOf,
  output: { outputLimit: 'max_tokens' },
  note: noteMessage,
});

/** Anthropic's client, and those for Bedrock and Vertex AI that are made from it. */
export const ANTHROPIC: ClientDefinition = {
  name: 'Anthropic',
  provider: 'anthropic',
  recognises: (client) =>
    typeof field(field(client, 'messages'), 'create') === 'function' &&
    typeof field(client, 'baseURL') === 'string',
  serverOf: (client) => {
    const baseUrl = textIn(client, 'baseURL');
    return { provider: resolveProvider({ provider: 'anthropic', baseUrl }, undefined), baseUrl };
  },
  methods: [messages('messages.create'), messages('beta.messages.create')],
};

function attributesOf(request: unknown): Attributes {
  const stop = textsOf(field(request, 'stop_sequences'));
  const format = field(field(request, 'output_config'), 'format') ?? field(request, 'output_format');
  return {
    ...numbersOf(request, SAMPLING),
    ...(field(request, 'stream') === true && { [REQUEST.stream]: true }),
    ...(stop && { [REQUEST.stopSequences]: stop }),
    ...(textIn(format, 'type')?.startsWith('json') && { [REQUEST.outputType]: 'json' }),
  };
}

/** A message, or an event of its stream. */
function noteMessage(answer: unknown, facts: ResponseFacts): void {
  facts.finish(0, field(field(answer, 'delta') ?? answer, 'stop_reason'));
  for (const block of itemsOf(field(answer, 'content'))) noteBlock(block, facts);
  if (field(answer, 'type') === 'content_block_start') noteBlock(field(answer, 'content_block'), facts);
}

function noteBlock(block: unknown, facts: ResponseFacts): void {
  if (field(block, 'type') === 'tool_use') facts.callTool(field(block, 'name'));
}
