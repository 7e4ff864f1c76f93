import { type Bill, type BillLine, billUsage, readCounts } from './billable-usage';
import type { BillingTerms } from './billing-tier';
import type { Cost, CostPart, UnpricedReason } from './cost';
import { findPrice, type PriceQuestion } from './find-price';
import { divideSafeUp, divideUp, formatDecimal, nanoFromUsd, parseDecimal } from './money';
import type { Price } from './price-list';
import type { PriceOverride } from './price-override';
import { priceTableVersion } from './price-table';
import { rateText } from './rate-text';
import type { Usage } from './usage';

/** A model call to be priced. Every `UsageReading` is one. */
export interface CostRequest extends BillingTerms {
  /** OpenTelemetry `gen_ai.provider.name`. @default taken from the model's prefix, else the model's maker */
  readonly provider?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly usage: Usage;
  /** US dollars the provider says it charged. Counts where we have no price, and with `preferReported`. */
  readonly reportedCostUsd?: number | null | undefined;
  /** When the call was made: it is priced at the prices of that moment. @default now */
  readonly at?: Date | undefined;
  /**
   * Location of the endpoint, for example `europe-west1`. Claude on Vertex AI costs more on any but the `global` one.
   * @default the one in the model's resource name, else `global`
   */
  readonly location?: string | undefined;
  /** The counts are estimates. */
  readonly estimated?: boolean | undefined;
  /** The stream ended before the provider had said everything. */
  readonly partial?: boolean | undefined;
}

export interface CostOptions {
  /** Prices that win over the bundled table. Check them at start with `checkPriceOverrides`. */
  readonly overrides?: readonly PriceOverride[] | undefined;
  /** Let what the provider says it charged count even where we know a price. Both are kept. @default false */
  readonly preferReported?: boolean | undefined;
}

/** A request of which every field is what it should be, or not there. */
interface Call extends PriceQuestion {
  readonly usage: Usage;
  readonly reportedCostUsd?: number | undefined;
  readonly isEstimate: boolean;
}

const USD_PLACES = 12;
const NANO_PLACES = 9;

/**
 * Prices one model call exactly, at the price of its time. An unknown model, missing usage or a billing tier without a
 * price is `unpriced`, never 0.
 *
 * @throws ConfigurationError when an override that applies cannot be read. Nothing in the request makes it throw.
 */
export function calculateCost(request: CostRequest, options: CostOptions = {}): Cost {
  const call = readRequest(request);
  const price = findPrice(call, options.overrides);
  if (typeof price === 'string') return unpriced(call, price);
  const { usage } = call;
  if (usage.inputTokens === undefined && usage.outputTokens === undefined)
    return unpriced(call, 'missing_usage');
  const bill = billUsage(usage, price.rates, price.above);
  if (bill.unpriced) return unpriced(call, price.tier === undefined ? 'unknown_model' : 'unknown_tier');
  const cost = priced(call, bill, price);
  return options.preferReported === true ? withReported(call, cost) : cost;
}

function readRequest(request: CostRequest): Call {
  try {
    const { provider, model, serviceTier, speed, geo, location, at, reportedCostUsd } = request;
    return {
      provider: typeof provider === 'string' ? provider : undefined,
      model: typeof model === 'string' ? model : undefined,
      serviceTier,
      speed,
      geo,
      location: typeof location === 'string' ? location : undefined,
      time: at instanceof Date ? at.getTime() : Number.NaN,
      usage: readCounts(request.usage),
      reportedCostUsd: typeof reportedCostUsd === 'number' ? reportedCostUsd : undefined,
      isEstimate: request.estimated === true || request.partial === true,
    };
  } catch {
    // No object, or a getter of the application's that throws: nothing is known.
    return { time: Number.NaN, usage: {}, isEstimate: false };
  }
}

function priced(call: Call, bill: Bill, price: Price): Cost {
  const { usd, nanoUsd, parts } = addUp(bill.lines, price.morePlaces);
  // Spelt out: spreading an object into another costs more than all the rest of the pricing.
  return {
    usd,
    nanoUsd,
    parts,
    status: bill.complete && !call.isEstimate ? 'exact' : 'estimated',
    source: price.source,
    priceId: price.id,
    reportedNanoUsd: reportedNano(call),
    tableVersion: priceTableVersion(),
  };
}

interface Amounts {
  readonly usd: string;
  readonly nanoUsd: number;
  readonly parts: readonly CostPart[];
}

/** Each part ends where the rounded running total ends: the total is rounded once, and the parts add up to it. */
function addUp(lines: readonly BillLine[], morePlaces: number): Amounts {
  const places = USD_PLACES + morePlaces;
  const perNano = 10 ** (places - NANO_PLACES);
  const parts: CostPart[] = [];
  let total = 0;
  let nanoUsd = 0;
  for (const { kind, quantity, rate } of lines) {
    const amount = quantity * rate;
    total += amount;
    // Products and sums of integers are exact up to here; beyond, only big integers are.
    if (total > Number.MAX_SAFE_INTEGER) return addUpBig(lines, morePlaces);
    const end = divideSafeUp(total, perNano);
    const rateUsd = rateText(kind, rate, morePlaces);
    parts.push({ kind, quantity, rateUsd, usd: formatDecimal(amount, places), nanoUsd: end - nanoUsd });
    nanoUsd = end;
  }
  return { usd: formatDecimal(total, places), nanoUsd, parts };
}

function addUpBig(lines: readonly BillLine[], morePlaces: number): Amounts {
  const places = USD_PLACES + morePlaces;
  const perNano = 10n ** BigInt(places - NANO_PLACES);
  const amounts = lines.map(({ quantity, rate }) => BigInt(quantity) * BigInt(rate));
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  const unit = nanoUnit(divideUp(total, perNano));
  let running = 0n;
  let nanoUsd = 0;
  const parts = lines.map(({ kind, quantity, rate }, index) => {
    const amount = amounts[index] ?? 0n;
    running += amount;
    const end = Number(divideUp(divideUp(running, perNano), unit) * unit);
    const part = {
      kind,
      quantity,
      rateUsd: rateText(kind, rate, morePlaces),
      usd: formatDecimal(amount, places),
    };
    const nano = end - nanoUsd;
    nanoUsd = end;
    return { ...part, nanoUsd: nano };
  });
  return { usd: formatDecimal(total, places), nanoUsd, parts };
}

/**
 * What nano-dollars are counted in: 1, and beyond 2⁵³ (nine million dollars in one call) the multiple that a number can
 * still hold, so that the parts add up there too.
 */
function nanoUnit(total: bigint): bigint {
  let unit = 1n;
  while (total / unit >= BigInt(Number.MAX_SAFE_INTEGER)) unit *= 2n;
  return unit;
}

function reportedNano({ reportedCostUsd }: Call): number | undefined {
  return reportedCostUsd === undefined ? undefined : nanoFromUsd(reportedCostUsd);
}

function unpriced(call: Call, reason: UnpricedReason): Cost {
  const tableVersion = priceTableVersion();
  const unknown = { usd: null, nanoUsd: null, parts: [], reason, tableVersion };
  return withReported(call, { ...unknown, status: 'unpriced', source: 'table' });
}

/** The cost as the provider states it, where it does; what we would have charged is kept beside it. */
function withReported(call: Call, cost: Cost): Cost {
  const decimal = call.reportedCostUsd === undefined ? undefined : parseDecimal(call.reportedCostUsd);
  const nanoUsd = reportedNano(call);
  if (decimal === undefined || nanoUsd === undefined) return cost;
  return {
    usd: formatDecimal(decimal.digits, decimal.places),
    nanoUsd,
    parts: [],
    status: 'exact',
    source: 'provider',
    priceId: cost.priceId,
    reportedNanoUsd: nanoUsd,
    calculatedNanoUsd: cost.nanoUsd ?? undefined,
    tableVersion: cost.tableVersion,
  };
}
