import type { CostPartKind } from './cost';
import { memoize } from './memoize';
import {
  idForms,
  normalizeModel,
  splitProvider,
  withoutDate,
  withoutGateway,
  withoutLatest,
} from './model-id';

/** Integer pico-dollars (10⁻¹² USD) per token; per request for `web_search` and `request`. */
export type Rates = Readonly<Partial<Record<CostPartKind, number>>>;

/** Rates of a whole call whose input, cache included, is more than `tokens`. */
export interface LongContextRates {
  readonly tokens: number;
  readonly rates: Rates;
}

/** What a call costs while the row applies: `from` <= time < `to`, and in `hours` where the price depends on them. */
export interface PriceRow {
  /** Day or instant in ISO 8601, UTC. */
  readonly from?: string;
  readonly to?: string;
  /** Daily stretch of UTC, `["01:00", "04:00"]`; it may run over midnight. */
  readonly hours?: readonly [string, string];
  /** How the call was billed; absent for the standard price. See `billingTier`. */
  readonly tier?: string;
  readonly rates: Rates;
  /** Ascending by `tokens`. */
  readonly above?: readonly LongContextRates[];
}

/** One model of a provider, under all the ids that mean it. */
export interface PricedModel {
  readonly also?: readonly string[];
  /** Any dated id of this model has this price, although some dated ids are listed. */
  readonly anyDate?: true;
  /** Where several rows apply the last one counts. */
  readonly rows: readonly PriceRow[];
}

interface ProviderPrices {
  /** Providers whose models this one resells at their price. */
  readonly fallback?: readonly string[];
  readonly models: Readonly<Record<string, PricedModel>>;
}

/** What `prices.json` holds. */
interface PriceTable {
  readonly version: string;
  readonly generatedFrom: string;
  readonly providers: Readonly<Record<string, ProviderPrices>>;
}

/** A model that was found: whose price it is, and the name it is listed under. */
export interface FoundModel {
  readonly provider: string;
  readonly id: string;
  readonly model: PricedModel;
}

interface ProviderIndex {
  readonly models: ReadonlyMap<string, FoundModel>;
  /** Ids whose dated forms are listed one by one, so that an unlisted date is an unknown model. */
  readonly dated: ReadonlySet<string>;
}

/** Stands for every model of a provider. */
const ANY_MODEL = '*';

/** Makers of models, in the order in which an id without a provider is looked up. */
const MAKERS = [
  'openai',
  'anthropic',
  'google',
  'mistral',
  'deepseek',
  'x-ai',
  'cohere',
  'moonshotai',
  'perplexity',
  'minimax',
  'zai',
  'zhipuai',
  'voyageai',
  'aws',
];

// Required on first use: an application that prices nothing does not read the table.
const loadTable = memoize((_key: 'table'): PriceTable => require('./prices.json') as PriceTable);

const indexOf = memoize((provider: string): ProviderIndex => {
  const models = new Map<string, FoundModel>();
  const dated = new Set<string>();
  for (const [id, model] of Object.entries(pricesOf(provider)?.models ?? {})) {
    for (const name of [id, ...(model.also ?? [])]) {
      models.set(name, { provider, id, model });
      const base = withoutDate(name);
      if (base !== undefined) dated.add(base);
    }
  }
  return { models, dated };
});

/** Version of the bundled price table, `<date of its data>.<revision>`. */
export function priceTableVersion(): string {
  return loadTable('table').version;
}

/**
 * The model that an id means, exactly: by its own name, or by its name without a date where no dated price is listed for
 * it. `provider` is a name as `foldProvider` gives it; without one the id's prefix or the model's maker decides.
 */
export function findModel(provider: string | undefined, model: string): FoundModel | undefined {
  return resolveModel(`${provider ?? ''}\n${model}`);
}

// One text as the key: the provider, which has no line break, and the model.
const resolveModel = memoize((key: string): FoundModel | undefined => {
  const provider = key.slice(0, key.indexOf('\n'));
  const id = withoutGateway(normalizeModel(key.slice(provider.length + 1)));
  const seller = provider === '' ? sellerInId(id) : provider;
  return seller === undefined ? findMade(id) : findSold(seller, id);
});

/** The row of a model that is in force at `at` for calls billed as `tier`; `undefined` for the standard price. */
export function findRow(model: PricedModel, at: Date, tier: string | undefined): PriceRow | undefined {
  return model.rows.findLast((row) => row.tier === tier && isInForce(row, at));
}

/** True when `from` <= `at` < `to`; a missing side is unbounded. */
export function isWithin(at: Date, from: Date | string | undefined, to: Date | string | undefined): boolean {
  const time = at.getTime();
  return (
    !(from !== undefined && time < new Date(from).getTime()) &&
    !(to !== undefined && time >= new Date(to).getTime())
  );
}

function pricesOf(provider: string): ProviderPrices | undefined {
  const { providers } = loadTable('table');
  return Object.hasOwn(providers, provider) ? providers[provider] : undefined;
}

function sellerInId(id: string): string | undefined {
  const prefix = splitProvider(id)?.provider;
  return prefix === undefined || pricesOf(prefix) === undefined ? undefined : prefix;
}

function findMade(id: string): FoundModel | undefined {
  for (const maker of MAKERS) {
    const found = findListed(maker, idForms(maker, id));
    if (found !== undefined) return found;
  }
  return undefined;
}

function findSold(provider: string, id: string): FoundModel | undefined {
  const prices = pricesOf(provider);
  if (prices === undefined) return undefined;
  const forms = idForms(provider, id);
  for (const seller of [provider, ...(prices.fallback ?? [])]) {
    const found = findListed(seller, forms);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findListed(provider: string, forms: readonly string[]): FoundModel | undefined {
  const { models, dated } = indexOf(provider);
  for (const form of forms) {
    const found = models.get(form);
    if (found !== undefined) return found;
  }
  for (const form of forms) {
    const base = withoutDate(form);
    const found = models.get(base ?? withoutLatest(form) ?? '');
    if (found !== undefined && (base === undefined || found.model.anyDate || !dated.has(base))) return found;
  }
  return models.get(ANY_MODEL);
}

function isInForce(row: PriceRow, at: Date): boolean {
  if (!isWithin(at, row.from, row.to)) return false;
  if (row.hours === undefined) return true;
  const [start, end] = row.hours;
  const clock = at.toISOString().slice(11, 16);
  return start <= end ? start <= clock && clock < end : start <= clock || clock < end;
}
