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

/** A number of tokens or requests: a non-negative safe integer, also when written as a string. */
export function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number) || (number as number) < 0) {
    return undefined;
  }
  return number === 0 ? 0 : (number as number);
}

/** `count` of a property. */
export function countIn(value: unknown, name: string): number | undefined {
  return count(field(value, name));
}

/** The first of the named properties that is a count. */
export function firstCount(value: unknown, names: readonly string[]): number | undefined {
  for (const name of names) {
    const found = countIn(value, name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
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

/** An amount of money: a finite non-negative number, also when written as a string. */
export function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** Sum of the known counts; `undefined` when none is known, or the sum is too large to be exact. */
export function sumKnown(...values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : count(known.reduce((sum, value) => sum + value, 0));
}
