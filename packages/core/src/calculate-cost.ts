import { type Bill, type BillLine, billUsage, readCounts } from './billable-usage';
import { type BillingTerms, billingTier } from './billing-tier';
import type { Cost, CostPart, CostPartKind, UnpricedReason } from './cost';
import {
  addExact,
  type ExactInteger,
  formatDecimal,
  multiplyExact,
  nanoFromPico,
  nanoFromUsd,
  parseDecimal,
} from './money';
import { findOverride, overrideRates, type PriceOverride } from './price-override';
import {
  type FoundModel,
  findModel,
  findRow,
  type PriceRow,
  priceTableVersion,
  type Rates,
} from './price-table';
import { foldProvider } from './provider-name';
import type { Usage } from './usage';

/** A model call to be priced. Every `UsageReading` is one. */
export interface CostRequest extends BillingTerms {
  /** OpenTelemetry `gen_ai.provider.name`. @default taken from the model's prefix, else the model's maker */
  readonly provider?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly usage: Usage;
  /** US dollars the provider says it charged. Used only where we have no price. */
  readonly reportedCostUsd?: number | null | undefined;
  /** When the call was made: it is priced at the prices of that moment. @default now */
  readonly at?: Date | undefined;
  /** Region or zone that served the call. No price depends on it so far. */
  readonly location?: string | undefined;
  /** The counts are estimates. */
  readonly estimated?: boolean | undefined;
  /** The stream ended before the provider had said everything. */
  readonly partial?: boolean | undefined;
}

export interface CostOptions {
  /** Prices that win over the bundled table. Check them at start with `checkPriceOverrides`. */
  readonly overrides?: readonly PriceOverride[] | undefined;
}

interface Price {
  readonly source: 'table' | 'override';
  readonly id: string;
  readonly rates: Rates;
  readonly above?: PriceRow['above'];
}

const PER_REQUEST: ReadonlySet<CostPartKind> = new Set(['web_search', 'request']);
const USD_PLACES = 12;
const PER_MILLION_PLACES = 6;

/**
 * Prices one model call exactly, at the price of its time. An unknown model, missing usage or a billing tier without a
 * price is `unpriced`, never 0.
 *
 * @throws ConfigurationError when an override that applies cannot be read. Nothing in the request makes it throw.
 */
export function calculateCost(request: CostRequest, options: CostOptions = {}): Cost {
  const usage = readCounts(request.usage);
  const price = findPrice(request, options.overrides ?? []);
  if (typeof price === 'string') return unpriced(request, price);
  if (usage.inputTokens === undefined && usage.outputTokens === undefined)
    return unpriced(request, 'missing_usage');
  const bill = billUsage(usage, price.rates, price.above);
  if (bill.unpriced) return unpriced(request, 'unknown_model');
  const exact = bill.complete && request.estimated !== true && request.partial !== true;
  // Spelt out: spreading an object into another costs more than all the rest of the pricing.
  const { usd, nanoUsd, parts } = addUp(bill);
  return {
    usd,
    nanoUsd,
    parts,
    status: exact ? 'exact' : 'estimated',
    source: price.source,
    priceId: price.id,
    tableVersion: priceTableVersion(),
  };
}

function findPrice(request: CostRequest, overrides: readonly PriceOverride[]): Price | UnpricedReason {
  const { model } = request;
  if (typeof model !== 'string' || model.trim() === '') return 'unknown_model';
  const at = request.at instanceof Date && !Number.isNaN(request.at.getTime()) ? request.at : new Date();
  const tier = billingTier(request);
  const provider = foldProvider(request.provider);
  const found = findModel(provider, model);
  const override = findOverride(overrides, { provider: provider ?? found?.provider, model, tier, at });
  if (override !== undefined) {
    return { source: 'override', id: `override/${override.model}`, rates: overrideRates(override) };
  }
  if (found === undefined) return 'unknown_model';
  const row = findRow(found.model, at, tier);
  if (row === undefined) return tier === undefined ? 'unknown_model' : 'unknown_tier';
  return { source: 'table', id: priceId(found, row), rates: row.rates, above: row.above };
}

/** Names the row: `openai/gpt-4o@2024-10-02`, with its hours and its tier where it has them. */
function priceId({ provider, id }: FoundModel, row: PriceRow): string {
  const from = row.from === undefined ? '' : `@${row.from}`;
  const hours = row.hours === undefined ? '' : `T${row.hours.join('-')}`;
  return `${provider}/${id}${from}${hours}${row.tier === undefined ? '' : `#${row.tier}`}`;
}

function addUp({ lines }: Bill): Pick<Cost, 'usd' | 'nanoUsd' | 'parts'> {
  const amounts = lines.map(({ quantity, rate }) => multiplyExact(quantity, rate));
  const running: ExactInteger[] = [];
  let total: ExactInteger = 0;
  for (const amount of amounts) {
    total = addExact(total, amount);
    running.push(total);
  }
  // Each part ends where the rounded running total ends: the total is rounded once, and the parts add up to it.
  const ends = wholeNano(running);
  const parts = lines.map((line, index) =>
    toPart(line, amounts[index] ?? 0, (ends[index] ?? 0) - (ends[index - 1] ?? 0)),
  );
  return { usd: formatDecimal(total, USD_PLACES), nanoUsd: ends.at(-1) ?? 0, parts };
}

function toPart({ kind, quantity, rate }: BillLine, pico: ExactInteger, nanoUsd: number): CostPart {
  const rateUsd = formatDecimal(rate, PER_REQUEST.has(kind) ? USD_PLACES : PER_MILLION_PLACES);
  return { kind, quantity, rateUsd, usd: formatDecimal(pico, USD_PLACES), nanoUsd };
}

/**
 * Running totals in nano-dollars, rounded up. Beyond 2⁵³ (nine million dollars in one call) they are rounded up to the
 * multiple that a number can still hold, so that the parts add up there too.
 */
function wholeNano(running: readonly ExactInteger[]): number[] {
  const nano = running.map(nanoFromPico);
  const largest = nano.at(-1) ?? 0;
  let step = 1n;
  if (typeof largest === 'bigint') while (largest / step >= BigInt(Number.MAX_SAFE_INTEGER)) step *= 2n;
  return nano.map((value) => Number(step === 1n ? value : ((BigInt(value) + step - 1n) / step) * step));
}

function unpriced({ reportedCostUsd }: CostRequest, reason: UnpricedReason): Cost {
  const tableVersion = priceTableVersion();
  const decimal = typeof reportedCostUsd === 'number' ? parseDecimal(reportedCostUsd) : undefined;
  const nanoUsd = typeof reportedCostUsd === 'number' ? nanoFromUsd(reportedCostUsd) : undefined;
  if (decimal === undefined || nanoUsd === undefined) {
    return { usd: null, nanoUsd: null, parts: [], status: 'unpriced', reason, source: 'table', tableVersion };
  }
  const usd = formatDecimal(decimal.digits, decimal.places);
  return { usd, nanoUsd, parts: [], status: 'exact', source: 'provider', tableVersion };
}
