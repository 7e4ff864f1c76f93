import { amount, countIn, sumKnown } from '../counts';
import { field, textIn } from '../fields';
import { conventionalProvider } from './resolve-provider';

/** Parts of the input that the prompt cache served or took. */
export interface CacheCounts {
  readonly read: number | undefined;
  readonly write: number | undefined;
  /** Those of `write` with the one-hour lifetime. */
  readonly write1h: number | undefined;
}

/**
 * Counts in the AI SDK's `providerMetadata`: the only place where it says what was read from the cache (until version
 * 4) and written to it (until version 5).
 */
export function metadataCounts(metadata: unknown): CacheCounts {
  const anthropic = field(metadata, 'anthropic');
  const usage = metadataUsage(metadata);
  const lifetimes = field(usage, 'cache_creation');
  const write1h = countIn(lifetimes, 'ephemeral_1h_input_tokens');
  return {
    read:
      countIn(usage, 'cache_read_input_tokens') ??
      countIn(usage, 'cacheReadInputTokens') ??
      countIn(anthropic, 'cacheReadInputTokens') ??
      countIn(field(metadata, 'openai'), 'cachedPromptTokens') ??
      countIn(field(metadata, 'deepseek'), 'promptCacheHitTokens'),
    write:
      countIn(usage, 'cache_creation_input_tokens') ??
      countIn(usage, 'cacheWriteInputTokens') ??
      countIn(anthropic, 'cacheCreationInputTokens') ??
      sumKnown(countIn(lifetimes, 'ephemeral_5m_input_tokens'), write1h),
    write1h,
  };
}

/** The usage object of Anthropic or Bedrock as it came, where the SDK passes it on. */
export function metadataUsage(metadata: unknown): unknown {
  return field(field(metadata, 'anthropic'), 'usage') ?? field(field(metadata, 'bedrock'), 'usage');
}

/** Names under which providers of the AI SDK write their metadata; those that pass calls on come last. */
const METADATA_KEYS = [
  'anthropic',
  'bedrock',
  'vertex',
  'google',
  'azure',
  'openai',
  'xai',
  'deepseek',
  'mistral',
  'cohere',
  'groq',
  'perplexity',
  'togetherai',
  'openrouter',
] as const;

/** The provider that wrote the metadata. */
export function metadataProvider(metadata: unknown): string | undefined {
  const key = METADATA_KEYS.find((name) => field(metadata, name) !== undefined);
  return key === undefined ? undefined : conventionalProvider(key);
}

export function metadataServiceTier(metadata: unknown): string | undefined {
  return (
    textIn(field(metadata, 'openai'), 'serviceTier') ??
    textIn(field(metadata, 'azure'), 'serviceTier') ??
    textIn(metadataUsage(metadata), 'service_tier')
  );
}

/** US dollars that a gateway says it charged. */
export function metadataCost(metadata: unknown): number | undefined {
  return (
    amount(field(field(metadata, 'gateway'), 'cost')) ??
    amount(field(field(field(metadata, 'openrouter'), 'usage'), 'cost'))
  );
}
