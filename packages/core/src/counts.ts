import { field } from './fields';

/**
 * A number of tokens or requests: a non-negative safe integer, also when written as a string, or as `{ intValue }` in
 * OpenTelemetry's JSON.
 */
export function count(value: unknown): number | undefined {
  return typeof value === 'object' ? plainCount(field(value, 'intValue')) : plainCount(value);
}

function plainCount(value: unknown): number | undefined {
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

/** An amount: a finite non-negative number, also when written as a string, or as a value of OpenTelemetry's JSON. */
export function amount(value: unknown): number | undefined {
  return typeof value === 'object'
    ? plainAmount(field(value, 'doubleValue') ?? field(value, 'intValue'))
    : plainAmount(value);
}

function plainAmount(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** Sum of the known counts; `undefined` when none is known, or the sum is too large to be exact. */
export function sumKnown(...values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : count(known.reduce((sum, value) => sum + value, 0));
}
