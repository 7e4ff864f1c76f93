import { billingTier, regionalTier } from './billing-tier';
import type { CostRequest } from './calculate-cost';
import type { UnpricedReason } from './cost';
import { type FoundModel, findModel, modelsOf } from './find-model';
import { findPrice } from './find-price';
import { locationInId, normalizeModel, withoutGateway } from './model-id';
import { type PriceEntry, priceEntry } from './price-entry';
import type { Price } from './price-list';
import type { PriceOverride } from './price-override';
import { pricedProviders } from './price-table';
import { foldProvider } from './provider-name';
import { suggestAll } from './suggest';

/**
 * What a step did to a name. `provider`: another name of the provider; `gateway`: who only passes the call on;
 * `maker`: no provider given, so the model's maker or the id's prefix says it; `spelling`: prefixes, paths, regions and
 * versions of an id; `date`, `latest`: the model without its date or `-latest`; `alias`: the model's main id;
 * `any_model`: the provider has one price for all; `reseller`: sold at its maker's price; `tier`: another name of the
 * way of billing; `override`: a price of the user's own.
 */
export type PriceStepRule =
  | 'provider'
  | 'gateway'
  | 'maker'
  | 'spelling'
  | 'date'
  | 'latest'
  | 'alias'
  | 'any_model'
  | 'reseller'
  | 'tier'
  | 'override';

export interface PriceStep {
  readonly rule: PriceStepRule;
  readonly from: string;
  readonly to: string;
}

/** How the price of a call was found, or why there is none. */
export interface PriceExplanation {
  /** From what was asked for to the row of the table, in order; a step that changed nothing is left out. */
  readonly steps: readonly PriceStep[];
  /** The price that applies, overrides included. */
  readonly price?: PriceEntry | undefined;
  /** The table's own price, where an override stands before it. */
  readonly listed?: PriceEntry | undefined;
  /** Why there is no price. */
  readonly reason?: UnpricedReason | undefined;
  /** All that the table has of the model that was found: other days and other ways of billing. */
  readonly model: readonly PriceEntry[];
  /** For an unknown model, ids that may have been meant: the same at other providers, then similar ones. */
  readonly suggestions: readonly string[];
}

/** A call without its usage. */
export type PricedModelRequest = Pick<
  CostRequest,
  'provider' | 'model' | 'serviceTier' | 'speed' | 'geo' | 'location' | 'at'
>;

const MOST_SUGGESTIONS = 5;

/**
 * Says how `calculateCost` comes to the price of a call.
 *
 * @throws ConfigurationError when an override that applies cannot be read.
 */
export function explainPrice(
  request: PricedModelRequest,
  options: { readonly overrides?: readonly PriceOverride[] | undefined } = {},
): PriceExplanation {
  const provider = request.provider ?? undefined;
  const model = request.model ?? '';
  const question = { ...request, provider, model, time: (request.at ?? new Date()).getTime() };
  const found = findModel(provider, model);
  const listed = findPrice(question, undefined);
  const price = findPrice(question, options.overrides);
  const ids = found ?? { provider: foldProvider(provider), id: normalizeModel(model), aliases: [] };
  const entry = (of: Price) =>
    priceEntry({ provider: ids.provider, model: ids.id, aliases: ids.aliases }, of);
  const isOverridden = price !== listed && typeof listed !== 'string';
  return {
    steps: [...modelSteps(provider, model, found), ...priceSteps(request, listed, price)],
    price: typeof price === 'string' ? undefined : entry(price),
    listed: isOverridden ? entry(listed) : undefined,
    reason: typeof price === 'string' ? price : undefined,
    model: soldPrices(found).map(entry),
    suggestions: found === undefined ? suggestionsFor(ids.provider, ids.id) : [],
  };
}

/** A reseller has its maker's price for the standard way of billing, and for those that are known to be the same. */
function soldPrices(found: FoundModel | undefined): readonly Price[] {
  const isSold = (tier: string | undefined): boolean =>
    found?.resold !== true || tier === undefined || found.resoldTiers.includes(tier);
  return found?.prices.all().filter(({ tier }) => isSold(tier)) ?? [];
}

function modelSteps(
  provider: string | undefined,
  model: string,
  found: FoundModel | undefined,
): readonly PriceStep[] {
  const seller = foldProvider(provider);
  const id = withoutGateway(normalizeModel(model));
  const steps = [step('gateway', model.trim().toLowerCase(), id)];
  if (seller !== undefined) steps.push(step('provider', provider?.trim() ?? '', seller));
  if (found === undefined) return changes(steps);
  if (seller === undefined) steps.push(step('maker', id, `${found.provider}/${found.form}`));
  else {
    steps.push(step('reseller', seller, found.provider));
    steps.push(step('spelling', id, found.form));
  }
  steps.push(step(found.rule === 'name' ? 'alias' : found.rule, found.form, found.name));
  steps.push(step('alias', found.name, found.id));
  return changes(steps);
}

function priceSteps(
  request: PricedModelRequest,
  listed: Price | UnpricedReason,
  price: Price | UnpricedReason,
): readonly PriceStep[] {
  const steps: PriceStep[] = [];
  if (typeof listed !== 'string') {
    const asked = billingTier(request);
    const location = request.location ?? locationInId(request.model ?? '');
    const regional = regionalTier(asked, location);
    const where = regional !== undefined && listed.tier === regional ? (location ?? '') : (asked ?? '');
    steps.push(step('tier', where, listed.tier ?? ''));
  }
  if (typeof price !== 'string' && price.source === 'override')
    steps.push(step('override', typeof listed === 'string' ? '' : listed.id, price.id));
  return changes(steps);
}

function step(rule: PriceStepRule, from: string, to: string): PriceStep {
  return { rule, from, to };
}

function changes(steps: readonly PriceStep[]): readonly PriceStep[] {
  return steps.filter(({ from, to }) => from !== to);
}

function suggestionsFor(provider: string | undefined, id: string): readonly string[] {
  const elsewhere = pricedProviders().flatMap((seller) => {
    const found = findModel(seller, id);
    return found === undefined || found.resold || found.rule === 'any_model' ? [] : `${seller}/${found.id}`;
  });
  const sellers = pricedProviders().filter((seller) => provider === undefined || seller === provider);
  const names = sellers.flatMap((seller) =>
    modelsOf(seller).flatMap((model) => [model.id, ...model.aliases].map((name) => `${seller}/${name}`)),
  );
  const bare = names.map((name) => name.slice(name.indexOf('/') + 1));
  const similar = suggestAll(id, new Set(bare), MOST_SUGGESTIONS);
  return [...new Set([...elsewhere, ...similar])].slice(0, MOST_SUGGESTIONS);
}
