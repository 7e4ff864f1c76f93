import { field, isObject, text } from '../fields';

/** Levels of reasoning that ask for none, or leave it to the provider. */
const UNASKED: ReadonlySet<string | undefined> = new Set([undefined, 'none', 'provider-default']);

/**
 * True for a request to a model of the AI SDK whose limit of output may leave out what the model thinks: its providers
 * for Anthropic and Bedrock add the tokens for thinking to that limit.
 */
export function thinksBesideLimit(request: unknown): boolean {
  // `providerMetadata` is what version 4 calls it.
  const given = field(request, 'providerOptions') ?? field(request, 'providerMetadata');
  return (
    isObject(field(field(given, 'anthropic'), 'thinking')) ||
    isObject(field(field(given, 'bedrock'), 'reasoningConfig')) ||
    !UNASKED.has(text(field(request, 'reasoning')))
  );
}
