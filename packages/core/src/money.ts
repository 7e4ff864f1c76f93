/** An exact integer: a safe number where it fits, which is fast, else a BigInt. */
export type ExactInteger = number | bigint;

/** The decimal number `digits` × 10^-`places`. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

const NANO_PLACES = 9;
/** Digits that are written at once: a number of places that this divides is several times as fast. */
export const GROUP_PLACES = 3;
/** Powers of ten are exact numbers up to here. */
const MAX_GROUPED_PLACES = 21;
const GROUP_SIZE = 10 ** GROUP_PLACES;
const GROUPS = Array.from({ length: GROUP_SIZE }, (_, group) => String(group).padStart(GROUP_PLACES, '0'));
const LAST_GROUPS = GROUPS.map((group) => group.replace(/0+$/, ''));

/** Quotient of non-negative integers, rounded up. */
export function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/** `divideUp` of safe integers. The quotient itself may be rounded, its floor and the product are exact. */
export function divideSafeUp(dividend: number, divisor: number): number {
  const quotient = Math.floor(dividend / divisor);
  return quotient * divisor === dividend ? quotient : quotient + 1;
}

/** A non-negative integer × 10^-`places` as a plain decimal: no exponent, no trailing zeros, `0` for zero. */
export function formatDecimal(digits: ExactInteger, places: number): string {
  if (typeof digits === 'number' && places % GROUP_PLACES === 0 && places <= MAX_GROUPED_PLACES)
    return formatGroups(digits, places);
  const text = digits.toString().padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  const fraction = text.slice(text.length - places).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** `formatDecimal` of a safe integer, three digits at a time: several times faster than by way of its own text. */
function formatGroups(digits: number, places: number): string {
  let unit = 10 ** places;
  const whole = Math.floor(digits / unit);
  let rest = digits - whole * unit;
  let text = String(whole);
  for (let separator = '.'; rest > 0; separator = '') {
    unit /= GROUP_SIZE;
    const group = Math.floor(rest / unit);
    rest -= group * unit;
    text += separator + (rest > 0 ? GROUPS[group] : LAST_GROUPS[group]);
  }
  return text;
}

/**
 * Reads a non-negative decimal; `undefined` for anything else. A number is read at the 15 significant digits that a
 * double holds, so that 0.1 + 0.2 is 0.3.
 */
export function parseDecimal(value: string | number): Decimal | undefined {
  const text = typeof value === 'number' ? value.toPrecision(15) : value.trim();
  const match = /^\+?(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** The decimal in units of 10^-`places`, rounded up where it has more places than that. */
export function scaleUp(decimal: Decimal, places: number): bigint {
  if (decimal.places <= places) return decimal.digits * 10n ** BigInt(places - decimal.places);
  return divideUp(decimal.digits, 10n ** BigInt(decimal.places - places));
}

/** Exact decimal string in US dollars of integer nano-dollars (10⁻⁹ USD), for example `1.25` for 1_250_000_000. */
export function usdFromNano(nanoUsd: number): string {
  return nanoUsd < 0 ? `-${formatDecimal(-nanoUsd, NANO_PLACES)}` : formatDecimal(nanoUsd, NANO_PLACES);
}

/** US dollars in whole nano-dollars (10⁻⁹ USD), rounded up; `undefined` unless a non-negative amount that fits. */
export function nanoFromUsd(usd: string | number): number | undefined {
  const decimal = parseDecimal(usd);
  if (decimal === undefined) return undefined;
  const nano = Number(scaleUp(decimal, NANO_PLACES));
  return Number.isSafeInteger(nano) ? nano : undefined;
}
