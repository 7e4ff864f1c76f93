import type { CostPartKind } from './cost';
import { ConfigurationError } from './errors';
import { type Decimal, GROUP_PLACES, parseDecimal, scaleUp } from './money';
import type { Rates } from './price-table';

/** US dollars, as a decimal number or string, for example `2.5` or `'0.075'`. */
export type Usd = number | string;

/** The prices that an override gives: per million tokens with at most six decimal places, all others with twelve. */
export interface OverrideRates {
  readonly inputUsdPerMillion?: Usd | undefined;
  readonly outputUsdPerMillion?: Usd | undefined;
  /** @default inputUsdPerMillion */
  readonly cacheReadUsdPerMillion?: Usd | undefined;
  /** Audio from the cache. @default cacheReadUsdPerMillion */
  readonly cacheReadAudioUsdPerMillion?: Usd | undefined;
  /** @default inputUsdPerMillion */
  readonly cacheWriteUsdPerMillion?: Usd | undefined;
  /** Writes with the one-hour lifetime. @default cacheWriteUsdPerMillion */
  readonly cacheWrite1hUsdPerMillion?: Usd | undefined;
  /** @default inputUsdPerMillion */
  readonly inputAudioUsdPerMillion?: Usd | undefined;
  /** @default inputUsdPerMillion */
  readonly inputImageUsdPerMillion?: Usd | undefined;
  /** @default outputUsdPerMillion */
  readonly outputReasoningUsdPerMillion?: Usd | undefined;
  /** @default outputUsdPerMillion */
  readonly outputAudioUsdPerMillion?: Usd | undefined;
  /** @default outputUsdPerMillion */
  readonly outputImageUsdPerMillion?: Usd | undefined;
  /** A web search. Without a price a call with searches is `estimated`. */
  readonly usdPerWebSearch?: Usd | undefined;
  /** An hour of audio that was transcribed, where the provider bills time. */
  readonly usdPerAudioHour?: Usd | undefined;
  /** A page that was read, where the provider bills pages. */
  readonly usdPerPage?: Usd | undefined;
  /** A fee for every call. @default none */
  readonly usdPerRequest?: Usd | undefined;
}

const PER_MILLION = { unit: 'US dollars per million tokens', places: 6 };
const PER_REQUEST = { unit: 'US dollars per request', places: 12 };
const PER_PAGE = { unit: 'US dollars per page', places: 12 };
const PER_HOUR = { unit: 'US dollars per hour', places: 12 };
const FACTOR_PLACES = 4;
const MAX_FACTOR = 10n;

/** What each field prices. Pico-dollars per token are dollars per million tokens with six places. */
export const RATE_FIELDS = {
  inputUsdPerMillion: { kind: 'input', ...PER_MILLION },
  outputUsdPerMillion: { kind: 'output', ...PER_MILLION },
  cacheReadUsdPerMillion: { kind: 'cache_read', ...PER_MILLION },
  cacheReadAudioUsdPerMillion: { kind: 'cache_read_audio', ...PER_MILLION },
  cacheWriteUsdPerMillion: { kind: 'cache_write', ...PER_MILLION },
  cacheWrite1hUsdPerMillion: { kind: 'cache_write_1h', ...PER_MILLION },
  inputAudioUsdPerMillion: { kind: 'input_audio', ...PER_MILLION },
  inputImageUsdPerMillion: { kind: 'input_image', ...PER_MILLION },
  outputReasoningUsdPerMillion: { kind: 'output_reasoning', ...PER_MILLION },
  outputAudioUsdPerMillion: { kind: 'output_audio', ...PER_MILLION },
  outputImageUsdPerMillion: { kind: 'output_image', ...PER_MILLION },
  usdPerWebSearch: { kind: 'web_search', ...PER_REQUEST },
  usdPerAudioHour: { kind: 'audio_time', ...PER_HOUR },
  usdPerPage: { kind: 'page', ...PER_PAGE },
  usdPerRequest: { kind: 'request', ...PER_REQUEST },
} as const satisfies Record<keyof OverrideRates, { kind: CostPartKind; unit: string; places: number }>;

interface NamedRates extends OverrideRates {
  readonly model: string;
  readonly discount?: Usd | undefined;
}

const NO_DISCOUNT: Decimal = { digits: 1n, places: 0 };

/**
 * The rates of an override that stands alone.
 *
 * @throws ConfigurationError naming the price that is missing, or no decimal with few enough places.
 */
export function overrideRates(override: NamedRates): Rates {
  const required = { inputUsdPerMillion: true, outputUsdPerMillion: true };
  return ratesOf(override, (field) => field in required);
}

/**
 * A listed price under an override: the fields that it gives, and the rest times the factor. All rates have
 * `morePlaces` decimal places beyond pico-dollars, so that nothing is rounded.
 *
 * @throws ConfigurationError as `overrideRates`.
 */
export function amendRates(
  listed: Rates,
  override: NamedRates,
  factor: Decimal,
): { rates: Rates; morePlaces: number } {
  const rates: Partial<Record<CostPartKind, number>> = {};
  const unit = 10n ** BigInt(factor.places);
  for (const [kind, rate] of entries(listed))
    rates[kind] = toRate(BigInt(rate) * factor.digits, override.model);
  for (const [kind, rate] of entries(givenRates(override)))
    rates[kind] = toRate(BigInt(rate) * unit, override.model);
  return { rates, morePlaces: factor.places };
}

/**
 * The rates that an override gives, whether it stands alone or not.
 *
 * @throws ConfigurationError as `overrideRates`.
 */
export function givenRates(override: NamedRates): Rates {
  return ratesOf(override, () => false);
}

/**
 * The discount as a factor, 1 without one.
 *
 * @throws ConfigurationError when it is no decimal from 0 to 10 with at most four places.
 */
export function overrideFactor({ model, discount }: NamedRates): Decimal {
  if (discount === undefined) return NO_DISCOUNT;
  const decimal = isUsd(discount) ? parseDecimal(discount) : undefined;
  let digits = decimal && exactly(decimal, FACTOR_PLACES);
  if (digits === undefined || digits > MAX_FACTOR * 10n ** BigInt(FACTOR_PLACES)) {
    throw new ConfigurationError(
      `"discount" of the price override for ${model} must be a factor with at most four decimal places, such as "0.85" for 15 % off, not ${String(discount)}.`,
    );
  }
  let places = FACTOR_PLACES;
  for (; places > 0 && digits % 10n === 0n; places -= 1) digits /= 10n;
  // Zeros that change nothing, so that amounts are written in groups of digits.
  for (; places % GROUP_PLACES !== 0; places += 1) digits *= 10n;
  return { digits, places };
}

function ratesOf(override: NamedRates, isRequired: (field: string) => boolean): Rates {
  const rates: Partial<Record<CostPartKind, number>> = {};
  for (const [field, { kind, unit, places }] of Object.entries(RATE_FIELDS)) {
    const value = override[field as keyof OverrideRates];
    if (value === undefined && !isRequired(field)) continue;
    const decimal = isUsd(value) ? parseDecimal(value) : undefined;
    const rate = decimal && exactly(decimal, places);
    if (rate === undefined || rate > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new ConfigurationError(
        `"${field}" of the price override for ${override.model} must be ${unit} with at most ${places} decimal places, not ${String(value)}.`,
      );
    }
    rates[kind] = Number(rate);
  }
  return rates;
}

/** The decimal in units of 10^-`places`; `undefined` where it has more places than that. */
function exactly(decimal: Decimal, places: number): bigint | undefined {
  const scaled = scaleUp(decimal, places);
  return decimal.digits * 10n ** BigInt(places) === scaled * 10n ** BigInt(decimal.places)
    ? scaled
    : undefined;
}

function toRate(rate: bigint, model: string): number {
  if (rate <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(rate);
  throw new ConfigurationError(`The price override for ${model} makes a price too large to be exact.`);
}

function isUsd(value: unknown): value is Usd {
  return typeof value === 'number' || typeof value === 'string';
}

function entries(rates: Rates): [CostPartKind, number][] {
  return Object.entries(rates) as [CostPartKind, number][];
}
