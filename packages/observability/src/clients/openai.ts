import { field, itemsOf, REQUEST, resolveProvider } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';
import type { ClientDefinition, ClientMethod, ClientServer } from './client-definition';
import { noteChat, noteResponses } from './openai-answers';
import { type NumberParameters, numbersOf, textIn, textsOf } from './request-parameters';

const API_TYPE = 'openai.api.type';
const SERVICE_TIER = 'openai.request.service_tier';

const SAMPLING: NumberParameters = {
  [REQUEST.temperature]: ['temperature'],
  [REQUEST.topP]: ['top_p'],
  [REQUEST.frequencyPenalty]: ['frequency_penalty'],
  [REQUEST.presencePenalty]: ['presence_penalty'],
  [REQUEST.seed]: ['seed'],
  [REQUEST.maxTokens]: ['max_completion_tokens', 'max_tokens', 'max_output_tokens'],
};

/** Those of who copy OpenAI's API that tell the usage of a stream unasked; Mistral even refuses the question. */
const TELL_UNASKED: ReadonlySet<string | undefined> = new Set([
  'deepseek',
  'groq',
  'mistral_ai',
  'openrouter',
  'x_ai',
]);

const chat: ClientMethod = {
  path: 'chat.completions.create',
  operation: 'chat',
  attributesOf: (request) => ({
    ...generation(request),
    [API_TYPE]: 'chat_completions',
    ...outputType(chatOutput(request)),
  }),
  isUsageWithheld,
  output: { outputLimit: 'max_completion_tokens' },
  note: noteChat,
};

const responses = (path: string): ClientMethod => ({
  path,
  operation: 'chat',
  attributesOf: (request) => ({
    ...generation(request),
    [API_TYPE]: 'responses',
    ...outputType(formatOutput(field(field(request, 'text'), 'format'))),
    ...conversation(field(request, 'conversation')),
  }),
  output: { outputLimit: 'max_output_tokens' },
  note: noteResponses,
});

const completions: ClientMethod = {
  path: 'completions.create',
  operation: 'text_completion',
  attributesOf: generation,
  isUsageWithheld,
  output: { outputLimit: 'max_tokens' },
  note: noteChat,
};

const embeddings: ClientMethod = {
  path: 'embeddings.create',
  operation: 'embeddings',
  attributesOf: (request) => {
    const format = textsOf(field(request, 'encoding_format'));
    return {
      ...numbersOf(request, { [REQUEST.dimensions]: ['dimensions'] }),
      ...(format && { [REQUEST.encodingFormats]: format }),
    };
  },
  note: nothing,
};

/** OpenAI's other endpoints, for whose operations the conventions have no name yet. */
const media = (path: string, operation: string, output: string): ClientMethod => ({
  path,
  operation,
  attributesOf: (request) => ({ ...streaming(request), [REQUEST.outputType]: output }),
  note: nothing,
});

/** The clients of OpenAI and Azure, and those of other providers that are made from the same mould. */
export const OPENAI: ClientDefinition = {
  name: 'OpenAI and AzureOpenAI',
  provider: 'openai',
  recognises: (client) =>
    typeof field(field(field(client, 'chat'), 'completions'), 'create') === 'function' &&
    typeof field(client, 'baseURL') === 'string',
  serverOf,
  methods: [
    chat,
    responses('responses.create'),
    responses('responses.compact'),
    responses('beta.responses.create'),
    responses('beta.responses.compact'),
    completions,
    embeddings,
    media('images.generate', 'image_generation', 'image'),
    media('images.edit', 'image_generation', 'image'),
    media('images.createVariation', 'image_generation', 'image'),
    media('audio.speech.create', 'speech', 'speech'),
    media('audio.transcriptions.create', 'transcription', 'text'),
    media('audio.translations.create', 'translation', 'text'),
  ],
  helpers: ['chat.completions.stream', 'chat.completions.runTools', 'responses.stream'],
};

function serverOf(client: object): ClientServer {
  const baseUrl = textIn(client, 'baseURL');
  const isAzure = textIn(client, 'apiVersion') !== undefined;
  return {
    provider: resolveProvider({ provider: isAzure ? 'azure.ai.openai' : 'openai', baseUrl }, undefined),
    baseUrl,
    model: textIn(client, 'deploymentName'),
  };
}

function isUsageWithheld(request: unknown, { provider }: ClientServer): boolean {
  if (field(request, 'stream') !== true || TELL_UNASKED.has(provider)) return false;
  // Azure answers from the application's own data without usage, and refuses the question.
  if (field(request, 'data_sources') !== undefined) return false;
  return field(field(request, 'stream_options'), 'include_usage') !== true;
}

function generation(request: unknown): Attributes {
  const stop = textsOf(field(request, 'stop'));
  const choices = field(request, 'n');
  const tier = textIn(request, 'service_tier');
  return {
    ...numbersOf(request, SAMPLING),
    ...streaming(request),
    ...(stop && { [REQUEST.stopSequences]: stop }),
    ...(typeof choices === 'number' && choices !== 1 && { [REQUEST.choiceCount]: choices }),
    ...(tier !== undefined && { [SERVICE_TIER]: tier }),
  };
}

function streaming(request: unknown): Attributes {
  return field(request, 'stream') === true ? { [REQUEST.stream]: true } : {};
}

function chatOutput(request: unknown): string | undefined {
  const speaks = itemsOf(field(request, 'modalities')).includes('audio');
  return speaks ? 'speech' : formatOutput(field(request, 'response_format'));
}

function formatOutput(format: unknown): string | undefined {
  const type = textIn(format, 'type');
  return type?.startsWith('json') ? 'json' : type === 'text' ? 'text' : undefined;
}

function outputType(type: string | undefined): Attributes {
  return type === undefined ? {} : { [REQUEST.outputType]: type };
}

/** A conversation is given by its id, or as an object that has one. */
function conversation(given: unknown): Attributes {
  const id = typeof given === 'string' ? given : textIn(given, 'id');
  return id === undefined ? {} : { 'gen_ai.conversation.id': id };
}

function nothing(): void {
  // The usage is all that these answers tell.
}
