/**
 * Reading values that others made: responses, stream chunks, span attributes. Nothing here throws, whatever the
 * value is, because a getter or a Proxy of the application's must not fail the call that is being watched.
 */

/** A property of `value`; `undefined` when there is none, when `value` is no object, or when reading it throws. */
export function field(value: unknown, name: string | number): unknown {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  try {
    return (value as Record<string | number, unknown>)[name];
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked Proxy.
    return false;
  }
}

/** Whether all own enumerable properties have one of these names. */
export function hasOnly(value: object, names: ReadonlySet<string>): boolean {
  try {
    return Object.keys(value).every((name) => names.has(name));
  } catch {
    // A Proxy that does not list its properties.
    return false;
  }
}

/** A non-empty string. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `text` of a property. */
export function textIn(value: unknown, name: string): string | undefined {
  return text(field(value, name));
}

/** The first of the named properties that is a non-empty string. */
export function firstText(value: unknown, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = textIn(value, name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
