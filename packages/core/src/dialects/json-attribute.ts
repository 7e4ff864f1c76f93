import { field, isObject, text } from '../fields';
import type { SpanAttributes } from './span-usage';

/** Longer texts hold content, not counts. */
const MAX_LENGTH = 65_536;

/**
 * The value of an attribute that holds JSON as a text; `undefined` when it is none, or longer than `maxLength`.
 *
 * @param maxLength UTF-16 units
 */
export function jsonIn(attributes: SpanAttributes, name: string, maxLength = MAX_LENGTH): unknown {
  const value = field(attributes, name);
  if (isObject(value)) {
    return value;
  }
  const json = text(value);
  if (json === undefined || json.length > maxLength) {
    return undefined;
  }
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** A text that may have been written as JSON, with quotation marks around it. */
export function textOrJsonIn(attributes: SpanAttributes, name: string): string | undefined {
  return text(jsonIn(attributes, name)) ?? text(field(attributes, name));
}
