import { firstCount, sumKnown } from '../counts';
import { resolveProvider } from '../extractors/resolve-provider';
import { field, firstText, has, isObject, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

const METRICS = 'amazon-bedrock-invocationMetrics';
const STOP_REASONS = ['stop_reason', 'completionReason', 'finish_reason'] as const;

/**
 * Pieces of `InvokeModelWithResponseStream` of Amazon Bedrock, of models whose body only Bedrock has: Llama, Titan,
 * Mistral's text models and Cohere's. Bedrock adds its own counts to the last one.
 */
export const BEDROCK_MODEL_STREAM: StreamProtocol = {
  recognises: (chunk) =>
    isObject(field(chunk, METRICS)) ||
    isText(chunk, 'generation', 'generation_token_count') ||
    isText(chunk, 'outputText', 'totalOutputTextTokenCount') ||
    typeof mistralText(chunk) === 'string',
  start: (hint) => new BedrockModelFold(hint),
};

function isText(chunk: object, text: string, countedBy: string): boolean {
  return typeof field(chunk, text) === 'string' && has(chunk, countedBy);
}

function mistralText(chunk: object): unknown {
  const output = field(field(chunk, 'outputs'), 0);
  return isObject(output) && has(output, 'stop_reason') ? field(output, 'text') : undefined;
}

class BedrockModelFold implements ResponseFold {
  readonly #hint: UsageHint;
  #input: number | undefined;
  #output: number | undefined;
  #stopReason: string | undefined;
  #metrics: unknown;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(chunk: object): void {
    this.#input = firstCount(chunk, ['prompt_token_count', 'inputTextTokenCount']) ?? this.#input;
    this.#output = firstCount(chunk, ['generation_token_count', 'totalOutputTextTokenCount']) ?? this.#output;
    this.#stopReason =
      firstText(chunk, STOP_REASONS) ??
      textIn(field(field(chunk, 'outputs'), 0), 'stop_reason') ??
      this.#stopReason;
    this.#metrics = field(chunk, METRICS) ?? this.#metrics;
  }

  textOf(chunk: object): unknown {
    return field(chunk, 'generation') ?? field(chunk, 'outputText') ?? mistralText(chunk);
  }

  isFollowedBy(): boolean {
    return this.#isComplete();
  }

  finish(): UsageReading {
    return {
      provider: resolveProvider(this.#hint, 'aws.bedrock'),
      model: this.#hint.model,
      finishReason: this.#stopReason,
      usage: this.#usage(),
      shape: 'bedrock-model',
      partial: this.#isComplete() ? undefined : true,
    };
  }

  #isComplete(): boolean {
    return this.#metrics !== undefined || this.#stopReason !== undefined;
  }

  /** Bedrock's counts leave the cached tokens out. */
  #usage(): Usage {
    const uncached = firstCount(this.#metrics, ['inputTokenCount']);
    const cachedReadTokens = firstCount(this.#metrics, ['cacheReadInputTokenCount']);
    const cacheWriteTokens = firstCount(this.#metrics, ['cacheWriteInputTokenCount']);
    return {
      inputTokens:
        uncached === undefined ? this.#input : sumKnown(uncached, cachedReadTokens, cacheWriteTokens),
      cachedReadTokens,
      cacheWriteTokens,
      outputTokens: firstCount(this.#metrics, ['outputTokenCount']) ?? this.#output,
    };
  }
}
