import { countIn, firstCount, sumKnown } from '../counts';
import { field, isObject, itemsOf, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Answers of Amazon Bedrock's Converse, and of Amazon's Nova models, which answer `InvokeModel` the same way. */
export const extractBedrockConverse: Extractor = (response, hint) => {
  if (textIn(response, 'stopReason') === undefined) {
    return undefined;
  }
  const usage = field(response, 'usage');
  return isObject(usage) && countIn(usage, 'inputTokens') !== undefined && isObject(field(response, 'output'))
    ? readConverse({ ...billOf(response), stopReason: field(response, 'stopReason') }, hint)
    : undefined;
};

/** The parts of an answer that are read, wherever a stream has put them. */
export interface ConverseAnswer {
  readonly usage: unknown;
  readonly serviceTier: unknown;
  readonly performanceConfig: unknown;
  readonly trace: unknown;
  readonly requestId: string | undefined;
  readonly stopReason: unknown;
}

/** The same fields are on a whole answer and on the `metadata` event that ends a stream. */
export function billOf(answer: unknown): Omit<ConverseAnswer, 'stopReason'> {
  return {
    usage: field(answer, 'usage'),
    serviceTier: field(answer, 'serviceTier'),
    performanceConfig: field(answer, 'performanceConfig'),
    trace: field(answer, 'trace'),
    requestId: textIn(field(answer, '$metadata'), 'requestId'),
  };
}

/** The model is named in the request alone, except where a prompt router has chosen it. */
export function readConverse(answer: ConverseAnswer, hint: UsageHint): UsageReading {
  const stopReason = answer.stopReason;
  return {
    provider: resolveProvider(hint, 'aws.bedrock'),
    model: textIn(field(answer.trace, 'promptRouter'), 'invokedModelId') ?? hint.model,
    responseId: answer.requestId,
    finishReason: typeof stopReason === 'string' ? stopReason : undefined,
    serviceTier: textIn(answer.serviceTier, 'type'),
    speed: speed(answer.performanceConfig),
    usage: converseUsage(answer.usage),
    shape: 'bedrock-converse',
  };
}

/** Inference that is optimised for latency has a price of its own. */
function speed(performanceConfig: unknown): string | undefined {
  const latency = textIn(performanceConfig, 'latency');
  return latency === 'standard' ? undefined : latency;
}

/** `inputTokens` leaves the cached tokens out. Names that end in `Count` are those of Nova's own body. */
export function converseUsage(usage: unknown): Usage {
  const uncached = countIn(usage, 'inputTokens');
  const cachedReadTokens = firstCount(usage, ['cacheReadInputTokens', 'cacheReadInputTokenCount']);
  const cacheWriteTokens = firstCount(usage, ['cacheWriteInputTokens', 'cacheWriteInputTokenCount']);
  return {
    inputTokens: uncached === undefined ? undefined : sumKnown(uncached, cachedReadTokens, cacheWriteTokens),
    cachedReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens: writtenForOneHour(usage),
    outputTokens: countIn(usage, 'outputTokens'),
  };
}

function writtenForOneHour(usage: unknown): number | undefined {
  return sumKnown(
    ...itemsOf(field(usage, 'cacheDetails'))
      .filter((detail) => field(detail, 'ttl') === '1h')
      .map((detail) => countIn(detail, 'inputTokens')),
  );
}
