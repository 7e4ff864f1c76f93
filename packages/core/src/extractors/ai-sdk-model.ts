import { field, has, isList, isObject, ownData, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import { COUNTS, isAiSdkStep, readAiSdkStep } from './ai-sdk-step';
import type { Extractor } from './extractor';

/**
 * What a language model of the Vercel AI SDK itself answers to `doGenerate()`, before the SDK makes a step of it: in
 * each of the four versions of its interface, which came with the versions 4 to 7 of the SDK.
 */
export const extractAiSdkModel: Extractor = (answer, hint) =>
  isModelAnswer(answer) ? readAiSdkModelAnswer(answer, field(answer, 'response'), hint) : undefined;

/** The usage of a model's answer, or of the last part of its stream. */
export function hasModelUsage(answer: object): boolean {
  const usage = ownData(answer, 'usage');
  return (
    isObject(usage) &&
    COUNTS.some((name) => has(usage, name)) &&
    reasonOf(ownData(answer, 'finishReason')) !== undefined
  );
}

/** @param response id and model, which come in a part of their own where the answer streams */
export function readAiSdkModelAnswer(answer: object, response: unknown, hint: UsageHint): UsageReading {
  const step = {
    usage: flatUsage(field(answer, 'usage')),
    finishReason: reasonOf(field(answer, 'finishReason')),
    providerMetadata: field(answer, 'providerMetadata'),
    response,
  };
  return readAiSdkStep(step, hint);
}

/** Versions 1 and 2 mostly answer as a step does. */
function isModelAnswer(answer: object): boolean {
  const isWhole = isList(ownData(answer, 'content')) || isObject(ownData(answer, 'rawCall'));
  return isWhole && hasModelUsage(answer) && !isAiSdkStep(answer);
}

/** Since version 3 there is the provider's own word beside it. */
function reasonOf(finishReason: unknown): string | undefined {
  return typeof finishReason === 'string' ? finishReason : textIn(finishReason, 'unified');
}

/** Since version 3 each count is an object; steps have the same numbers side by side. */
function flatUsage(usage: unknown): unknown {
  const input = field(usage, 'inputTokens');
  const output = field(usage, 'outputTokens');
  if (!isObject(input) && !isObject(output)) {
    return usage;
  }
  return {
    inputTokens: field(input, 'total'),
    inputTokenDetails: {
      noCacheTokens: field(input, 'noCache'),
      cacheReadTokens: field(input, 'cacheRead'),
      cacheWriteTokens: field(input, 'cacheWrite'),
    },
    outputTokens: field(output, 'total'),
    outputTokenDetails: { reasoningTokens: field(output, 'reasoning') },
    raw: field(usage, 'raw'),
  };
}
