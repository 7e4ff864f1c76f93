import { field, itemsOf, REQUEST, resolveProvider } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';
import { methodOf } from '../object-methods';
import type { ClientDefinition, ClientMethod, ClientServer } from './client-definition';
import { type NumberParameters, numbersOf, textIn, textsOf } from './request-parameters';
import type { ResponseFacts } from './response-facts';

const SAMPLING: NumberParameters = {
  [REQUEST.temperature]: ['temperature'],
  [REQUEST.topP]: ['topP'],
  [REQUEST.topK]: ['topK'],
  [REQUEST.frequencyPenalty]: ['frequencyPenalty'],
  [REQUEST.presencePenalty]: ['presencePenalty'],
  [REQUEST.seed]: ['seed'],
  [REQUEST.maxTokens]: ['maxOutputTokens', 'maxTokens'],
};

/** Both methods make one request; what the SDK does with tools and steps are further calls of them. */
const methods = (outputLimit: string): readonly ClientMethod[] => {
  const output = { outputLimit };
  const attributesOf = generation;
  const streamed = (request: unknown): Attributes => ({ ...generation(request), [REQUEST.stream]: true });
  return [
    { path: 'doGenerate', operation: 'chat', attributesOf, output, note: noteAnswer },
    {
      path: 'doStream',
      operation: 'chat',
      attributesOf: streamed,
      output,
      streamIn: 'stream',
      note: notePart,
      errorIn: (part) => (field(part, 'type') === 'error' ? field(part, 'error') : undefined),
    },
  ];
};

/** A language model of the Vercel AI SDK, of any of the interfaces that providers implement. */
const languageModel = (version: RegExp, outputLimit: string): ClientDefinition => ({
  name: 'LanguageModel of the AI SDK',
  passesOn: true,
  recognises: (client) => isModel(client, version) && has(client, 'doGenerate') && has(client, 'doStream'),
  serverOf,
  methods: methods(outputLimit),
});

/** Those of AI SDK 4 call the limit of the output by another name. */
export const AI_SDK_4_MODEL = languageModel(/^v1$/, 'maxTokens');
export const AI_SDK_MODEL = languageModel(/^v[2-4]$/, 'maxOutputTokens');

export const AI_SDK_EMBEDDING_MODEL: ClientDefinition = {
  name: 'EmbeddingModel of the AI SDK',
  passesOn: true,
  recognises: (client) => isModel(client, /^v[1-4]$/) && has(client, 'doEmbed'),
  serverOf,
  methods: [{ path: 'doEmbed', operation: 'embeddings', attributesOf: () => ({}), note: () => undefined }],
};

function isModel(client: object, version: RegExp): boolean {
  return (
    version.test(textIn(client, 'specificationVersion') ?? '') &&
    textIn(client, 'modelId') !== undefined &&
    textIn(client, 'provider') !== undefined
  );
}

function has(client: object, method: string): boolean {
  return typeof field(client, method) === 'function';
}

/** A model names its provider after the API: `openai.responses`. The address tells where that is another's. */
function serverOf(client: object): ClientServer {
  const model = textIn(client, 'modelId');
  const provider = textIn(client, 'provider');
  const baseUrl = addressOf(field(client, 'config'), model);
  return {
    provider: resolveProvider({ provider, baseUrl }, undefined) ?? resolveProvider({ provider }, undefined),
    baseUrl,
    model,
  };
}

/** Providers keep it in a field that is not documented, each in one of these forms; without it the host is unknown. */
function addressOf(config: unknown, modelId: string | undefined): string | undefined {
  const given = textIn(config, 'baseURL');
  if (given !== undefined || typeof config !== 'object' || config === null) return given;
  const address = methodOf(config, 'url') ?? methodOf(config, 'baseUrl');
  try {
    const told: unknown = address && Reflect.apply(address, config, [{ path: '', modelId }]);
    return typeof told === 'string' ? told : undefined;
  } catch {
    // A setting is missing: the model itself will say so when it is called.
    return undefined;
  }
}

function generation(request: unknown): Attributes {
  const stop = textsOf(field(request, 'stopSequences'));
  const isJson =
    textIn(field(request, 'responseFormat'), 'type') === 'json' ||
    textIn(field(request, 'mode'), 'type')?.startsWith('object-') === true;
  return {
    ...numbersOf(request, SAMPLING),
    ...(stop && { [REQUEST.stopSequences]: stop }),
    ...(isJson && { [REQUEST.outputType]: 'json' }),
  };
}

/** Interface 1 lists the calls of tools, the others have them among the parts of the answer. */
function noteAnswer(answer: unknown, facts: ResponseFacts): void {
  noteReason(answer, facts);
  for (const call of itemsOf(field(answer, 'toolCalls'))) facts.callTool(field(call, 'toolName'));
  for (const part of itemsOf(field(answer, 'content'))) noteToolCall(part, facts);
}

function notePart(part: unknown, facts: ResponseFacts): void {
  if (field(part, 'type') === 'finish') noteReason(part, facts);
  noteToolCall(part, facts);
}

function noteReason(answer: unknown, facts: ResponseFacts): void {
  const reason = field(answer, 'finishReason');
  facts.finish(0, textIn(reason, 'unified') ?? reason);
}

function noteToolCall(part: unknown, facts: ResponseFacts): void {
  if (field(part, 'type') === 'tool-call') facts.callTool(field(part, 'toolName'));
}
