import { decodeBody } from './extractors/bedrock-body';
import { field, has, isObject, ownData, textIn } from './fields';
import type { UsageHint, UsageReading } from './usage';

/** A response that was inside another value. */
export interface Unwrapped {
  /** The response, or the list of chunks that it was streamed in. */
  readonly body: unknown;
  readonly hint: UsageHint;
  /** What the value around it says about the call. */
  readonly known: Pick<UsageReading, 'responseId' | 'serviceTier'>;
  /** A line of a batch's results, whatever tier the response itself names. */
  readonly isBatch?: true | undefined;
}

/** At least one of these is on every value that can be unwrapped. */
export const WRAPPER_MARKS: readonly string[] = [
  'request_id',
  'raw',
  'response',
  '$metadata',
  'custom_id',
  'modelOutput',
];

/** The response inside what some clients and frameworks hand on; `undefined` when `value` is nothing of theirs. */
export function unwrap(value: object, hint: UsageHint): Unwrapped | undefined {
  const batched = batchResult(value);
  if (batched !== undefined) {
    const isBedrock = has(value, 'modelOutput');
    const provider = hint.provider ?? (isBedrock ? 'aws.bedrock' : undefined);
    return { body: batched, hint: { ...hint, provider }, known: {}, isBatch: true };
  }
  const body = withHttpResponse(value) ?? llamaindexRaw(value) ?? geminiResult(value);
  return body === undefined ? invokedModel(value, hint) : { body, hint, known: {} };
}

/** The provider's chunk inside what LlamaIndex and Bedrock's `InvokeModelWithResponseStream` stream. */
export function unwrapChunk(chunk: object): unknown {
  if (has(chunk, 'raw') && has(chunk, 'delta')) {
    return field(chunk, 'raw');
  }
  const bytes = field(field(chunk, 'chunk'), 'bytes');
  return bytes === undefined ? chunk : decodeBody(bytes);
}

/** `.withResponse()` of the OpenAI and Anthropic clients gives `{ data, response, request_id }`. */
function withHttpResponse(value: object): unknown {
  const wrapped = has(value, 'request_id') && has(value, 'data') && isObject(ownData(value, 'response'));
  return wrapped ? ownData(value, 'data') : undefined;
}

/** LlamaIndex, and LangChain's structured output, keep what the provider or model said beside what they made of it. */
function llamaindexRaw(value: object): unknown {
  const raw = ownData(value, 'raw');
  const beside = ['message', 'text', 'delta', 'parsed', 'response'].some((name) => has(value, name));
  return isObject(raw) && beside ? raw : undefined;
}

/**
 * The response in a line of a batch's results: of OpenAI and those who copy it (Mistral, Groq, Together), of Anthropic,
 * Gemini, Vertex AI and Bedrock.
 */
function batchResult(value: object): unknown {
  const response = ownData(value, 'response');
  if (typeof ownData(value, 'custom_id') === 'string') {
    return field(response, 'body') ?? field(ownData(value, 'result'), 'message');
  }
  if (typeof ownData(value, 'recordId') === 'string') {
    return ownData(value, 'modelOutput');
  }
  const isGoogle = typeof ownData(value, 'key') === 'string' || has(value, 'processed_time');
  return isGoogle && isObject(field(response, 'usageMetadata')) ? response : undefined;
}

/** The older clients of Gemini and Vertex AI give `{ response }`. */
function geminiResult(value: object): unknown {
  const response = ownData(value, 'response');
  return isObject(field(response, 'usageMetadata')) ? response : undefined;
}

/** `InvokeModel` of Amazon Bedrock gives the bytes of the model's own body. */
function invokedModel(value: object, hint: UsageHint): Unwrapped | undefined {
  const metadata = ownData(value, '$metadata');
  const body = isObject(metadata) ? decodeBody(ownData(value, 'body')) : undefined;
  return body === undefined
    ? undefined
    : {
        body,
        hint: { ...hint, provider: hint.provider ?? 'aws.bedrock' },
        known: {
          responseId: textIn(metadata, 'requestId'),
          serviceTier: textIn(value, 'serviceTier'),
        },
      };
}
