import { addUp } from './add-up';
import { type Bill, billUsage, isBillable, readCounts } from './billable-usage';
import type { BillingTerms } from './billing-tier';
import type { Cost, EstimateReason, UnpricedReason } from './cost';
import { findPrice, type PriceQuestion } from './find-price';
import { formatDecimal, nanoFromUsd, parseDecimal } from './money';
import type { Price } from './price-list';
import type { PriceOverride } from './price-override';
import { priceTableVersion } from './price-table';
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
  readonly estimateReason?: EstimateReason | undefined;
}

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
  if (!isBillable(usage, price)) return unpriced(call, 'missing_usage');
  const bill = billUsage(usage, price);
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
      estimateReason: estimateReason(request),
    };
  } catch {
    // No object, or a getter of the application's that throws: nothing is known.
    return { time: Number.NaN, usage: {} };
  }
}

function estimateReason({ estimated, partial }: CostRequest): EstimateReason | undefined {
  if (estimated === true) return 'estimated_usage';
  return partial === true ? 'partial_usage' : undefined;
}

function priced(call: Call, bill: Bill, price: Price): Cost {
  const { usd, nanoUsd, parts } = addUp(bill.lines, price.morePlaces);
  const estimateReason = call.estimateReason ?? bill.gap;
  // Spelt out: spreading an object into another costs more than all the rest of the pricing.
  return {
    usd,
    nanoUsd,
    parts,
    status: estimateReason === undefined ? 'exact' : 'estimated',
    estimateReason,
    source: price.source,
    priceId: price.id,
    reportedNanoUsd: reportedNano(call),
    tableVersion: priceTableVersion(),
  };
}

function reportedNano({ reportedCostUsd }: Call): number | undefined {
  return reportedCostUsd === undefined ? undefined : nanoFromUsd(reportedCostUsd);
}

function unpriced(call: Call, reason: UnpricedReason): Cost {
  return withReported(call, {
    usd: null,
    nanoUsd: null,
    parts: [],
    status: 'unpriced',
    reason,
    source: 'table',
    tableVersion: priceTableVersion(),
  });
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
