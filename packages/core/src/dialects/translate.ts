import type { SpanAttributes } from './span-usage';

/** The attributes with others added under the names of the conventions; what is `undefined` is left as it was. */
export function translate(attributes: SpanAttributes, names: SpanAttributes): SpanAttributes {
  const known = Object.entries(names).filter(([, value]) => value !== undefined);
  try {
    return { ...attributes, ...Object.fromEntries(known) };
  } catch {
    // A Proxy or a getter of the application's.
    return Object.fromEntries(known);
  }
}
