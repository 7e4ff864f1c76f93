import { field, itemsOf, text } from '../fields';

/** Models before Gemini 3 bill a prompt that searched once, however many searches that took. */
const BILLED_BY_PROMPT = /(?:^|\/)gemini-(?:[12]\b|live-2)/;

/**
 * Searches that Google bills for an answer grounded in them: each query of its own, empty ones left out, and for
 * older models one (ai.google.dev, Gemini API pricing and Grounding with Google Search). Without a grounding nothing is
 * known.
 */
export function billedSearches(grounding: unknown, model: string | undefined): number | undefined {
  const queries = new Set(
    itemsOf(field(grounding, 'webSearchQueries')).flatMap((query) => text(query) ?? []),
  );
  if (queries.size === 0) {
    return undefined;
  }
  return model !== undefined && BILLED_BY_PROMPT.test(model) ? 1 : queries.size;
}
