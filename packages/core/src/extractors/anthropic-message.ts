import { countIn, sumKnown } from '../counts';
import { field, isObject, itemsOf, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Vertex AI and Bedrock pass Anthropic's messages on as they are, but mark the ids they give out. */
const PLATFORMS: readonly (readonly [idPrefix: string, provider: string])[] = [
  ['msg_vrtx_', 'gcp.vertex_ai'],
  ['msg_bdrk_', 'aws.bedrock'],
];

/** Messages of Anthropic's API, also as served by Bedrock and Vertex AI. */
export const extractAnthropicMessage: Extractor = (response, hint) => {
  if (field(response, 'type') !== 'message' || textIn(response, 'model') === undefined) {
    return undefined;
  }
  const usage = field(response, 'usage');
  return isObject(usage) ? readMessage(response, usage, hint) : undefined;
};

/**
 * @param message gives `id`, `model` and `stop_reason`
 * @param usage the usage object of the message, or what a stream's events add up to
 */
export function readMessage(message: unknown, usage: unknown, hint: UsageHint): UsageReading {
  const geo = textIn(usage, 'inference_geo');
  const id = textIn(message, 'id');
  return {
    provider: resolveProvider(hint, platformOf(id)),
    model: textIn(message, 'model') ?? hint.model,
    responseId: id,
    finishReason: textIn(message, 'stop_reason'),
    serviceTier: textIn(usage, 'service_tier'),
    speed: textIn(usage, 'speed'),
    geo: geo === 'not_available' ? undefined : geo,
    usage: messageUsage(usage),
    shape: 'anthropic-message',
  };
}

function platformOf(id: string | undefined): string {
  return PLATFORMS.find(([prefix]) => id?.startsWith(prefix) === true)?.[1] ?? 'anthropic';
}

function messageUsage(usage: unknown): Usage {
  const tokens = [usage, ...compactions(usage)].map(billedTokens);
  const total = (name: keyof BilledTokens) => sumKnown(...tokens.map((each) => each[name]));
  return {
    inputTokens: total('input'),
    cachedReadTokens: total('cacheRead'),
    cacheWriteTokens: total('cacheWrite'),
    cacheWrite1hTokens: total('cacheWrite1h'),
    outputTokens: total('output'),
    reasoningTokens: countIn(field(usage, 'output_tokens_details'), 'thinking_tokens'),
    webSearchRequests: countIn(field(usage, 'server_tool_use'), 'web_search_requests'),
  };
}

interface BilledTokens {
  readonly input: number | undefined;
  readonly cacheRead: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly cacheWrite1h: number | undefined;
  readonly output: number | undefined;
}

/** `input_tokens` counts only what neither came from the cache nor went there. */
function billedTokens(usage: unknown): BilledTokens {
  const lifetimes = field(usage, 'cache_creation');
  const cacheWrite1h = countIn(lifetimes, 'ephemeral_1h_input_tokens');
  const cacheRead = countIn(usage, 'cache_read_input_tokens');
  const cacheWrite =
    countIn(usage, 'cache_creation_input_tokens') ??
    sumKnown(countIn(lifetimes, 'ephemeral_5m_input_tokens'), cacheWrite1h);
  const uncached = countIn(usage, 'input_tokens');
  return {
    input: uncached === undefined ? undefined : sumKnown(uncached, cacheRead, cacheWrite),
    cacheRead,
    cacheWrite,
    cacheWrite1h,
    output: countIn(usage, 'output_tokens'),
  };
}

/**
 * Condensing the context on the server is billed, yet left out of the message's own counts (types of
 * `@anthropic-ai/sdk`). Other iterations are inside them, except an advisor's, which another model bills.
 */
function compactions(usage: unknown): readonly unknown[] {
  return itemsOf(field(usage, 'iterations')).filter((iteration) => field(iteration, 'type') === 'compaction');
}
