import { countIn, firstCount, sumKnown } from '../counts';
import { field, has, isObject, ownData, textIn } from '../fields';
import { inputTotal } from '../input-total';
import type { Usage, UsageHint, UsageReading } from '../usage';
import {
  metadataCost,
  metadataCounts,
  metadataProvider,
  metadataServiceTier,
  metadataUsage,
} from './ai-sdk-metadata';
import { openaiByModel } from './chat-provider';
import { billedSearches } from './google-search';
import { reportedCost } from './reported-cost';
import { conventionalProvider, resolveProvider } from './resolve-provider';

export const AI_SDK_SHAPE = 'ai-sdk';

/** Providers whose input count left the cached tokens out until AI SDK 6 made all counts inclusive. */
export const CACHE_OUTSIDE_UNTIL_6: ReadonlySet<string | undefined> = new Set(['anthropic', 'aws.bedrock']);
/** Providers whose output count left the reasoning out until then. */
export const REASONING_OUTSIDE_UNTIL_6: ReadonlySet<string | undefined> = new Set([
  'gcp.gemini',
  'gcp.vertex_ai',
]);

/** Names of counts in the usage of any version; at least one is there even when the count is unknown. */
export const COUNTS = [
  'inputTokens',
  'outputTokens',
  'promptTokens',
  'completionTokens',
  'totalTokens',
] as const;

/** One model call of the AI SDK: a step, the result of an object, or the part of a stream that ends a step. */
export function isAiSdkStep(value: unknown): value is object {
  const usage = ownData(value, 'usage');
  return (
    isObject(usage) &&
    typeof ownData(value, 'finishReason') === 'string' &&
    isObject(ownData(value, 'response')) &&
    COUNTS.some((name) => has(usage, name))
  );
}

export function readAiSdkStep(step: unknown, hint: UsageHint): UsageReading {
  const metadata = field(step, 'providerMetadata') ?? field(step, 'experimental_providerMetadata');
  const usage = field(step, 'usage');
  const response = field(step, 'response');
  const model = textIn(response, 'modelId') ?? textIn(field(step, 'model'), 'modelId') ?? hint.model;
  const provider = resolveProvider(hint, providerOf(step, metadata) ?? openaiByModel(model));
  return {
    provider,
    model,
    responseId: textIn(response, 'id'),
    finishReason: textIn(step, 'finishReason'),
    serviceTier: metadataServiceTier(metadata) ?? textIn(field(usage, 'raw'), 'service_tier'),
    ...anthropicTerms(field(usage, 'raw') ?? metadataUsage(metadata)),
    usage: stepUsage({ usage, metadata, provider, model }),
    reportedCostUsd: metadataCost(metadata) ?? reportedCost(field(usage, 'raw')),
    shape: AI_SDK_SHAPE,
  };
}

/** What sets the price beside the tier, in Anthropic's own usage. */
function anthropicTerms(asItCame: unknown): Pick<UsageReading, 'speed' | 'geo'> {
  const geo = textIn(asItCame, 'inference_geo');
  return { speed: textIn(asItCame, 'speed'), geo: geo === 'not_available' ? undefined : geo };
}

/** Steps name the provider since version 6. */
function providerOf(step: unknown, metadata: unknown): string | undefined {
  const named = textIn(field(step, 'model'), 'provider');
  return named === undefined ? metadataProvider(metadata) : conventionalProvider(named);
}

interface Step {
  readonly usage: unknown;
  readonly metadata: unknown;
  readonly provider: string | undefined;
  readonly model: string | undefined;
}

function stepUsage({ usage, metadata, provider, model }: Step): Usage {
  const inputDetails = field(usage, 'inputTokenDetails');
  const outputDetails = field(usage, 'outputTokenDetails');
  const inclusive = isObject(inputDetails) || isObject(outputDetails);
  const cache = metadataCounts(metadata);
  const cachedReadTokens =
    countIn(inputDetails, 'cacheReadTokens') ?? countIn(usage, 'cachedInputTokens') ?? cache.read;
  const cacheWriteTokens = countIn(inputDetails, 'cacheWriteTokens') ?? cache.write;
  const reasoningTokens = countIn(outputDetails, 'reasoningTokens') ?? reasoningUntil6(usage, metadata);
  const output = firstCount(usage, ['outputTokens', 'completionTokens']);
  const leavesCacheOut = CACHE_OUTSIDE_UNTIL_6.has(provider) || field(metadata, 'anthropic') !== undefined;
  const leavesReasoningOut = !inclusive && REASONING_OUTSIDE_UNTIL_6.has(provider) && output !== undefined;
  return {
    inputTokens: inputTotal({
      input: firstCount(usage, ['inputTokens', 'promptTokens']),
      cachedRead: cachedReadTokens,
      cacheWrite: cacheWriteTokens,
      uncached: countIn(inputDetails, 'noCacheTokens'),
      includesCache: leavesCacheOut && !inclusive ? false : undefined,
    }),
    cachedReadTokens,
    cacheWriteTokens,
    cacheWrite1hTokens:
      cache.write1h ?? countIn(field(field(usage, 'raw'), 'cache_creation'), 'ephemeral_1h_input_tokens'),
    outputTokens: leavesReasoningOut ? sumKnown(output, reasoningTokens) : output,
    reasoningTokens,
    webSearchRequests: webSearches(usage, metadata, model),
  };
}

/** Version 4 has the count in the metadata of OpenAI alone. */
function reasoningUntil6(usage: unknown, metadata: unknown): number | undefined {
  return countIn(usage, 'reasoningTokens') ?? countIn(field(metadata, 'openai'), 'reasoningTokens');
}

function webSearches(usage: unknown, metadata: unknown, model: string | undefined): number | undefined {
  const asItCame = field(usage, 'raw') ?? metadataUsage(metadata);
  const google = field(metadata, 'google') ?? field(metadata, 'vertex');
  return (
    countIn(field(asItCame, 'server_tool_use'), 'web_search_requests') ??
    billedSearches(field(google, 'groundingMetadata'), model)
  );
}
