import { type BillingTerms, billingTier, regionalTier } from './billing-tier';
import type { UnpricedReason } from './cost';
import { type FoundModel, findModel } from './find-model';
import { findOverride } from './find-override';
import { locationInId } from './model-id';
import type { Price } from './price-list';
import { overridePrice, type PriceOverride } from './price-override';
import { foldProvider } from './provider-name';

/** What decides the price of a call. */
export interface PriceQuestion extends BillingTerms {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly location?: string | undefined;
  /** When the call was made, in milliseconds since the epoch; NaN for now. */
  readonly time: number;
}

/**
 * The price of a call, or why there is none.
 *
 * @throws ConfigurationError when an override that applies cannot be read.
 */
export function findPrice(
  question: PriceQuestion,
  overrides: readonly PriceOverride[] | undefined,
): Price | UnpricedReason {
  const { model, provider } = question;
  if (model === undefined || model.trim() === '') return 'unknown_model';
  const time = Number.isNaN(question.time) ? Date.now() : question.time;
  const tier = billingTier(question);
  const found = findModel(provider, model);
  const listed = found && listedPrice(found, time, tier, question.location ?? locationInId(model));
  if (overrides !== undefined && overrides.length > 0) {
    const seller = foldProvider(provider) ?? found?.provider;
    const override = findOverride(overrides, { provider: seller, model, tier, time });
    const price = override && overridePrice(override, listed);
    if (price !== undefined) return price;
  }
  return listed ?? (found === undefined || tier === undefined ? 'unknown_model' : 'unknown_tier');
}

function listedPrice(
  { prices, resold, resoldTiers }: FoundModel,
  time: number,
  tier: string | undefined,
  location: string | undefined,
): Price | undefined {
  if (resold && tier !== undefined && !resoldTiers.includes(tier)) return undefined;
  const regional = regionalTier(tier, location);
  return prices.find(time, regional !== undefined && prices.hasTier(regional) ? regional : tier);
}
