import { billingTier } from './billing-tier';
import type { CostPartKind } from './cost';
import { ConfigurationError } from './errors';
import { normalizeModel, splitProvider, withoutGateway } from './model-id';
import { parseDecimal, scaleUp } from './money';
import { isWithin, type Rates } from './price-table';
import { foldProvider } from './provider-name';

/** US dollars, as a decimal number or string with at most six places, for example `2.5` or `'0.075'`. */
type Usd = number | string;

/**
 * A price of the user's own; it wins over the bundled table. Where several match, an exact model wins over a prefix, a
 * longer prefix over a shorter one, one with a provider over one without, and the later in the list over the earlier.
 */
export interface PriceOverride {
  /** Exact model id, or a prefix that ends in `*`; `*` alone is every model. Upper and lower case are the same. */
  readonly model: string;
  /** Only calls to this provider. */
  readonly provider?: string | undefined;
  /** Only calls billed this way, for example `batch`. @default the standard price */
  readonly serviceTier?: string | undefined;
  /** In force from this moment on; a day in ISO 8601 begins at midnight UTC. */
  readonly from?: Date | string | undefined;
  /** In force until just before this moment. */
  readonly to?: Date | string | undefined;
  readonly inputUsdPerMillion: Usd;
  readonly outputUsdPerMillion: Usd;
  /** @default inputUsdPerMillion */
  readonly cacheReadUsdPerMillion?: Usd | undefined;
  /** @default inputUsdPerMillion */
  readonly cacheWriteUsdPerMillion?: Usd | undefined;
  /** Writes with the one-hour lifetime. @default cacheWriteUsdPerMillion */
  readonly cacheWrite1hUsdPerMillion?: Usd | undefined;
}

/** Whose call is being priced, and when it was made. */
export interface PricedCall {
  readonly provider: string | undefined;
  readonly model: string;
  readonly tier: string | undefined;
  readonly at: Date;
}

const RATE_FIELDS = {
  inputUsdPerMillion: 'input',
  outputUsdPerMillion: 'output',
  cacheReadUsdPerMillion: 'cache_read',
  cacheWriteUsdPerMillion: 'cache_write',
  cacheWrite1hUsdPerMillion: 'cache_write_1h',
} as const satisfies Partial<Record<keyof PriceOverride, CostPartKind>>;

/** Pico-dollars per token are dollars per million tokens with six places. */
const RATE_PLACES = 6;

/**
 * Checks price overrides before they are used.
 *
 * @throws ConfigurationError naming the entry and the field that cannot work.
 */
export function checkPriceOverrides(overrides: readonly PriceOverride[]): void {
  if (!Array.isArray(overrides)) throw new ConfigurationError('Price overrides must be a list.');
  overrides.forEach((override: PriceOverride, index) => {
    const where = `Price override ${index + 1}`;
    if (typeof override?.model !== 'string' || override.model.trim() === '') {
      throw new ConfigurationError(`${where} has no "model": an id, or a prefix that ends in "*".`);
    }
    if (/\*./.test(override.model.trim())) {
      throw new ConfigurationError(`${where} ("${override.model}") may have "*" only at the end of "model".`);
    }
    for (const field of ['from', 'to'] as const) {
      if (override[field] === undefined || !Number.isNaN(new Date(override[field]).getTime())) continue;
      throw new ConfigurationError(
        `${where} (${override.model}): "${field}" is not a date: ${override[field]}`,
      );
    }
    overrideRates(override);
  });
}

/** The override that prices a call, if any. */
export function findOverride(
  overrides: readonly PriceOverride[],
  call: PricedCall,
): PriceOverride | undefined {
  const names = modelNames(call.model);
  let best: PriceOverride | undefined;
  let bestRank = -1;
  for (const override of overrides) {
    const rank = applies(override, call) ? rankOf(override, names) : -1;
    if (rank < 0 || rank < bestRank) continue;
    best = override;
    bestRank = rank;
  }
  return best;
}

/**
 * An override's prices as rates.
 *
 * @throws ConfigurationError naming the price that is no decimal with at most six places.
 */
export function overrideRates(override: PriceOverride): Rates {
  const rates: Partial<Record<CostPartKind, number>> = {};
  for (const [field, kind] of Object.entries(RATE_FIELDS) as [keyof typeof RATE_FIELDS, CostPartKind][]) {
    const value = override[field];
    const optional = field !== 'inputUsdPerMillion' && field !== 'outputUsdPerMillion';
    if (value === undefined && optional) continue;
    rates[kind] = rateOf(value, `"${field}" of the price override for ${override.model}`);
  }
  return rates;
}

function rateOf(value: Usd | undefined, what: string): number {
  const decimal = typeof value === 'number' || typeof value === 'string' ? parseDecimal(value) : undefined;
  if (decimal !== undefined) {
    const rate = scaleUp(decimal, RATE_PLACES);
    const isExact = decimal.digits * 10n ** BigInt(RATE_PLACES) === rate * 10n ** BigInt(decimal.places);
    if (isExact && rate <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(rate);
  }
  throw new ConfigurationError(
    `${what} must be US dollars per million tokens with at most six decimal places, not ${String(value)}.`,
  );
}

/** The model as the call names it, and without its gateway and provider. */
function modelNames(model: string): string[] {
  const id = normalizeModel(model);
  const direct = withoutGateway(id);
  return [id, direct, splitProvider(direct)?.rest ?? direct];
}

function applies(override: PriceOverride, call: PricedCall): boolean {
  if (override.provider !== undefined && foldProvider(override.provider) !== call.provider) return false;
  if (billingTier(override) !== call.tier) return false;
  return isWithin(call.at, override.from, override.to);
}

/** How closely an override names one of the names; -1 when it does not. */
function rankOf(override: PriceOverride, names: readonly string[]): number {
  const pattern = normalizeModel(override.model);
  const withProvider = override.provider === undefined ? 0 : 1;
  if (!pattern.endsWith('*'))
    return names.includes(pattern) ? Number.MAX_SAFE_INTEGER - 1 + withProvider : -1;
  const prefix = pattern.slice(0, -1);
  return names.some((name) => name.startsWith(prefix)) ? prefix.length * 2 + withProvider : -1;
}
