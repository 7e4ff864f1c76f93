import { memoize, memoizePair } from './memoize';
import {
  idForms,
  normalizeModel,
  splitProvider,
  withoutDate,
  withoutGateway,
  withoutLatest,
} from './model-id';
import { PriceList } from './price-list';
import { type PricedModel, pricesOf } from './price-table';
import { foldProvider } from './provider-name';

/** A model that was found: whose price it is, the name it is listed under, and what it costs. */
export interface FoundModel {
  readonly provider: string;
  readonly id: string;
  readonly prices: PriceList;
  /** Sold at its maker's standard price by somebody else, whose price for other tiers is not known. */
  readonly resold: boolean;
}

interface ListedModel {
  readonly id: string;
  readonly model: PricedModel;
  readonly prices: PriceList;
}

interface ProviderIndex {
  readonly models: ReadonlyMap<string, ListedModel>;
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

const NOT_FOUND = Symbol('not found');

const indexOf = memoize((provider: string): ProviderIndex => {
  const models = new Map<string, ListedModel>();
  const dated = new Set<string>();
  const prices = pricesOf(provider);
  for (const [id, model] of Object.entries(prices?.models ?? {})) {
    const listed = { id, model, prices: new PriceList(`${provider}/${id}`, model.rows, prices?.tierNames) };
    for (const name of [id, ...(model.also ?? [])]) {
      models.set(name, listed);
      const base = withoutDate(name);
      if (base !== undefined) dated.add(base);
    }
  }
  return { models, dated };
});

/**
 * The model that an id means, exactly: by its own name, or by its name without a date where no dated price is listed for
 * it. Without a provider the id's prefix or the model's maker decides.
 */
export function findModel(provider: string | undefined, model: string): FoundModel | undefined {
  const found = resolveModel(provider, model);
  return found === NOT_FOUND ? undefined : found;
}

const resolveModel = memoizePair(
  (provider: string | undefined, model: string): FoundModel | typeof NOT_FOUND => {
    const id = withoutGateway(normalizeModel(model));
    const direct = foldProvider(provider);
    if (direct !== undefined) return findSold(direct, id) ?? NOT_FOUND;
    const named = sellerInId(id);
    return (named === undefined ? findMade(id) : findSold(named.provider, named.id)) ?? NOT_FOUND;
  },
);

/** The seller that an id names: `openai/gpt-4o`, or `openai:gpt-4o` as LangChain and the Vercel AI SDK write it. */
function sellerInId(id: string): { provider: string; id: string } | undefined {
  const prefix = splitProvider(id)?.provider;
  if (prefix !== undefined && pricesOf(prefix) !== undefined) return { provider: prefix, id };
  const colon = id.indexOf(':');
  const head = colon > 0 ? foldProvider(id.slice(0, colon)) : undefined;
  if (head === undefined || pricesOf(head) === undefined) return undefined;
  return { provider: head, id: id.slice(colon + 1) };
}

function findMade(id: string): FoundModel | undefined {
  for (const maker of MAKERS) {
    const found = findListed(maker, idForms(maker, id));
    if (found !== undefined) return { ...found, provider: maker, resold: false };
  }
  return undefined;
}

function findSold(provider: string, id: string): FoundModel | undefined {
  const prices = pricesOf(provider);
  if (prices === undefined) return undefined;
  const forms = idForms(provider, id);
  for (const seller of [provider, ...(prices.fallback ?? [])]) {
    const found = findListed(seller, forms);
    if (found !== undefined) return { ...found, provider: seller, resold: seller !== provider };
  }
  return undefined;
}

function findListed(provider: string, forms: readonly string[]): ListedModel | undefined {
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
