import { field, isObject, text } from '../fields';
import type { SpanAttributes } from './span-usage';

/** Longer texts hold content, not counts. */
const MAX_LENGTH = 65_536;

/** The value of an attribute that holds JSON as a text; `undefined` when it is none, or longer than 64 Ki units. */
export function jsonIn(attributes: SpanAttributes, name: string): unknown {
  const value = field(attributes, name);
  if (isObject(value)) {
    return value;
  }
  const json = text(value);
  if (json === undefined || json.length > MAX_LENGTH) {
    return undefined;
  }
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
