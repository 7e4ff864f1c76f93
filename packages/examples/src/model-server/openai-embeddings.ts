import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import type { Endpoint, Reply } from './endpoint';
import { hash } from './hash';
import type { JsonObject } from './json';
import { InvalidRequestError, type ModelRequest, requireModel } from './model-request';

/** Dimensions of a vector unless the request names them; far fewer than a real model's. */
const DEFAULT_DIMENSIONS = 8;
const UINT32 = 2 ** 32;

/** OpenAI Embeddings. */
export const openaiEmbeddings: Endpoint = { provider: 'openai', path: '/v1/embeddings', read, write };

function read(body: JsonObject): ModelRequest {
  const model = requireModel(body);
  const texts = readInput(body.input);
  return {
    model,
    stream: false,
    texts,
    prompt: texts.join('\n'),
    toolResults: [],
    tools: [],
    toolChoice: 'none',
    // An embedding writes no tokens.
    maxOutputTokens: 0,
    cache: undefined,
    body,
  };
}

function readInput(input: unknown): string[] {
  const texts = typeof input === 'string' ? [input] : input;
  if (!Array.isArray(texts) || texts.length === 0 || !texts.every((text) => typeof text === 'string')) {
    throw new InvalidRequestError("'input' must be a text or a list of texts.", 'input');
  }
  return texts;
}

function write({ request, answer }: Reply): Omit<CreateEmbeddingResponse, 'data'> & { data: unknown[] } {
  const { dimensions, encoding_format: format } = request.body;
  const length = typeof dimensions === 'number' ? dimensions : DEFAULT_DIMENSIONS;
  return {
    object: 'list',
    data: request.texts.map((text, index) => {
      const vector = embed(text, length);
      return { object: 'embedding', index, embedding: format === 'base64' ? toBase64(vector) : vector };
    }),
    model: request.model,
    usage: { prompt_tokens: answer.usage.inputTokens, total_tokens: answer.usage.inputTokens },
  };
}

/** A unit vector that depends on the text alone; it carries no meaning. */
function embed(text: string, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, (_, index) => hash(`${index} ${text}`) / UINT32 - 0.5);
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}

/** Little-endian 32-bit floats, which the official client asks for by default. */
function toBase64(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString('base64');
}
