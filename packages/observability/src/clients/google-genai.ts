import { field, itemsOf, REQUEST } from '@kagura/core';
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
  [REQUEST.maxTokens]: ['maxOutputTokens'],
};

const generate = (path: string, isStreamed: boolean): ClientMethod => ({
  path,
  operation: 'generate_content',
  attributesOf: (request) => ({
    ...generation(field(request, 'config')),
    ...(isStreamed && { [REQUEST.stream]: true }),
  }),
  output: { outputLimit: 'maxOutputTokens', parametersIn: 'config' },
  note: noteCandidates,
});

const embed = (path: string): ClientMethod => ({
  path,
  operation: 'embeddings',
  attributesOf: (request) =>
    numbersOf(field(request, 'config'), { [REQUEST.dimensions]: ['outputDimensionality'] }),
  note: noteCandidates,
});

/**
 * Google's client for Gemini and Vertex AI. One call of `generateContent()` makes several requests when it calls tools
 * by itself, and tells the usage of the last one only. So the methods that send one request each are recorded, which
 * chats and streams use as well.
 */
export const GOOGLE_GENAI: ClientDefinition = {
  name: 'GoogleGenAI',
  provider: 'gcp.gemini',
  recognises: (client) =>
    typeof field(field(client, 'models'), 'generateContent') === 'function' &&
    typeof field(client, 'apiClient') === 'object',
  serverOf,
  methods: [
    generate('models.generateContentInternal', false),
    generate('models.generateContentStreamInternal', true),
    embed('models.embedContentInternal'),
  ],
};

function serverOf(client: object): ClientServer {
  const api = field(client, 'apiClient');
  const baseUrlOf = typeof api === 'object' && api !== null ? methodOf(api, 'getBaseUrl') : undefined;
  const baseUrl = baseUrlOf ? Reflect.apply(baseUrlOf, api, []) : undefined;
  return {
    provider: field(client, 'vertexai') === true ? 'gcp.vertex_ai' : 'gcp.gemini',
    baseUrl: typeof baseUrl === 'string' ? baseUrl : undefined,
  };
}

function generation(config: unknown): Attributes {
  const stop = textsOf(field(config, 'stopSequences'));
  const choices = field(config, 'candidateCount');
  const output = outputOf(config);
  return {
    ...numbersOf(config, SAMPLING),
    ...(stop && { [REQUEST.stopSequences]: stop }),
    ...(typeof choices === 'number' && choices !== 1 && { [REQUEST.choiceCount]: choices }),
    ...(output !== undefined && { [REQUEST.outputType]: output }),
  };
}

function outputOf(config: unknown): string | undefined {
  const modalities = itemsOf(field(config, 'responseModalities')).map((modality) =>
    String(modality).toLowerCase(),
  );
  if (modalities.includes('image')) return 'image';
  if (modalities.includes('audio')) return 'speech';
  return textIn(config, 'responseMimeType') === 'application/json' ? 'json' : undefined;
}

/** A response, or a chunk of one, which have the same form. */
function noteCandidates(answer: unknown, facts: ResponseFacts): void {
  for (const candidate of itemsOf(field(answer, 'candidates'))) {
    facts.finish(field(candidate, 'index'), field(candidate, 'finishReason'));
    for (const part of itemsOf(field(field(candidate, 'content'), 'parts')))
      facts.callTool(field(field(part, 'functionCall'), 'name'));
  }
}
