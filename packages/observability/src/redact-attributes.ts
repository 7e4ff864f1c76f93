import type { AttributeValue } from '@kagura/core';
import type { ContentFilter } from './content-filter';

/** Attributes of the application without secrets. Their names stay: the application chose them. */
export function redactAttributes(
  attributes: Readonly<Record<string, AttributeValue>>,
  filter: ContentFilter,
): Readonly<Record<string, AttributeValue>> {
  const redacted: Record<string, AttributeValue> = Object.create(null);
  for (const [key, value] of Object.entries(attributes)) redacted[key] = redactValue(value, filter);
  return redacted;
}

function redactValue(value: AttributeValue, filter: ContentFilter): AttributeValue {
  if (typeof value === 'string') return filter.text(value);
  if (!Array.isArray(value)) return value;
  return value.map((item) => (typeof item === 'string' ? filter.text(item) : item));
}
