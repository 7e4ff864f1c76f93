import type { AttributeValue } from '@kagura/core';

/** Keys that could reach a prototype when someone copies the entries into an ordinary object. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Tags from their stored JSON, without a prototype; what is not a text is left out. */
export function parseTags(json: string): Readonly<Record<string, string>> {
  return parseEntries(json, (value): value is string => typeof value === 'string');
}

/** Attributes from their stored JSON, without a prototype; what is no attribute value is left out. */
export function parseAttributes(json: string | null): Readonly<Record<string, AttributeValue>> {
  return parseEntries(json ?? '{}', isAttributeValue);
}

function parseEntries<Value>(
  json: string,
  isValue: (value: unknown) => value is Value,
): Readonly<Record<string, Value>> {
  const entries: Record<string, Value> = Object.create(null);
  for (const [key, value] of Object.entries(parseObject(json))) {
    if (!UNSAFE_KEYS.has(key) && isValue(value)) entries[key] = value;
  }
  return entries;
}

function parseObject(json: string): object {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    // Another program wrote to the column: the span is shown without it.
    return {};
  }
}

function isAttributeValue(value: unknown): value is AttributeValue {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
