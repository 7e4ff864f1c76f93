import { countIn, firstCount, sumKnown } from '../counts';
import { field, isObject, itemsOf, text, textIn } from '../fields';
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
    ? readConverse(response, field(response, 'stopReason'), hint)
    : undefined;
};

/**
 * The model is named in the request alone, except where a prompt router has chosen it.
 *
 * @param answer a whole answer, or the `metadata` event that ends a stream: both have the same fields
 */
export function readConverse(answer: unknown, stopReason: unknown, hint: UsageHint): UsageReading {
  return {
    provider: resolveProvider(hint, 'aws.bedrock'),
    model: textIn(field(field(answer, 'trace'), 'promptRouter'), 'invokedModelId') ?? hint.model,
    responseId: textIn(field(answer, '$metadata'), 'requestId'),
    finishReason: text(stopReason),
    serviceTier: textIn(field(answer, 'serviceTier'), 'type'),
    speed: speed(field(answer, 'performanceConfig')),
    usage: converseUsage(field(answer, 'usage')),
    shape: 'bedrock-converse',
  };
}

/** Inference that is optimised for latency has a price of its own. */
function speed(performanceConfig: unknown): string | undefined {
  const latency = textIn(performanceConfig, 'latency');
  return latency === 'standard' ? undefined : latency;
}

/** `inputTokens` leaves the cached tokens out. Names that end in `Count` are those of Nova's own body. */
function converseUsage(usage: unknown): Usage {
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
