import { countIn, sumKnown } from '../counts';
import { field, text } from '../fields';

/** Parts of the input that the prompt cache served or took. */
export interface CacheCounts {
  readonly read: number | undefined;
  readonly write: number | undefined;
  /** Those of `write` with the one-hour lifetime. */
  readonly write1h: number | undefined;
}

/** Longer metadata hold content, not counts. */
const MAX_LENGTH = 65_536;

/**
 * Counts in the JSON text `ai.response.providerMetadata`: the only place where the AI SDK says what was read from the
 * cache (until version 4) and written to it (until version 5).
 */
export function metadataCounts(providerMetadata: unknown): CacheCounts {
  const metadata = parse(text(providerMetadata));
  const anthropic = field(metadata, 'anthropic');
  const usage = field(anthropic, 'usage') ?? field(field(metadata, 'bedrock'), 'usage');
  const lifetimes = field(usage, 'cache_creation');
  const write1h = countIn(lifetimes, 'ephemeral_1h_input_tokens');
  return {
    read:
      countIn(usage, 'cache_read_input_tokens') ??
      countIn(usage, 'cacheReadInputTokens') ??
      countIn(anthropic, 'cacheReadInputTokens') ??
      countIn(field(metadata, 'openai'), 'cachedPromptTokens'),
    write:
      countIn(usage, 'cache_creation_input_tokens') ??
      countIn(usage, 'cacheWriteInputTokens') ??
      countIn(anthropic, 'cacheCreationInputTokens') ??
      sumKnown(countIn(lifetimes, 'ephemeral_5m_input_tokens'), write1h),
    write1h,
  };
}

function parse(json: string | undefined): unknown {
  if (json === undefined || json.length > MAX_LENGTH) {
    return undefined;
  }
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
