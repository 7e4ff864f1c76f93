import { isObject } from './json';

/** An answer, or an event of one, that does not say what was used; `undefined` where it says nothing else. */
export function withoutUsage(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { usage, usageMetadata: _, ...rest } = value;
  // The last chunk of a chat has no choices, only the usage.
  if (usage && Array.isArray(rest.choices) && rest.choices.length === 0) return undefined;
  return isObject(rest.response) ? { ...rest, response: withoutUsage(rest.response) } : rest;
}
