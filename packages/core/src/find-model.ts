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

/** How an id met a name in the table: by itself, without its date, without `-latest`, or as any model of a provider. */
type NameRule = 'name' | 'date' | 'latest' | 'any_model';

/** A model that was found: whose price it is, the name it is listed under, and what it costs. */
export interface FoundModel {
  readonly provider: string;
  readonly id: string;
  /** Other names of it. */
  readonly aliases: readonly string[];
  /** The spelling of the id that was asked for which met a name. */
  readonly form: string;
  /** The name that it met, `id` or one of `aliases`. */
  readonly name: string;
  readonly rule: NameRule;
  readonly prices: PriceList;
  /** Sold at its maker's price by somebody else. */
  readonly resold: boolean;
  /** The tiers that whoever resells it has at its maker's price; those of all others are not known. */
  readonly resoldTiers: readonly string[];
}

interface ListedModel {
  readonly id: string;
  readonly model: PricedModel;
  readonly prices: PriceList;
}

interface ProviderIndex {
  /** By each of their names. */
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

type Match = Omit<FoundModel, 'provider' | 'resold' | 'resoldTiers'>;

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
    if (found !== undefined) return { ...found, provider: maker, resold: false, resoldTiers: [] };
  }
  return undefined;
}

function findSold(provider: string, id: string): FoundModel | undefined {
  const prices = pricesOf(provider);
  if (prices === undefined) return undefined;
  const forms = idForms(provider, id);
  const { fallback = [], resoldTiers: tiers = {} } = prices;
  for (const seller of [provider, ...fallback]) {
    const found = findListed(seller, forms);
    if (found === undefined) continue;
    return { ...found, provider: seller, resold: seller !== provider, resoldTiers: tiers[seller] ?? [] };
  }
  return undefined;
}

function findListed(provider: string, forms: readonly string[]): Match | undefined {
  const { models, dated } = indexOf(provider);
  for (const form of forms) {
    const found = models.get(form);
    if (found !== undefined) return matchOf(found, form, form, 'name');
  }
  for (const form of forms) {
    const base = withoutDate(form);
    const name = base ?? withoutLatest(form) ?? '';
    const found = models.get(name);
    if (found !== undefined && (base === undefined || found.model.anyDate || !dated.has(base)))
      return matchOf(found, form, name, base === undefined ? 'latest' : 'date');
  }
  const any = models.get(ANY_MODEL);
  return any && matchOf(any, forms[0] ?? '', ANY_MODEL, 'any_model');
}

function matchOf({ id, model, prices }: ListedModel, form: string, name: string, rule: NameRule): Match {
  return { id, aliases: model.also ?? [], form, name, rule, prices };
}

/** All models of a provider, under its name as `foldProvider` gives it. */
export function modelsOf(provider: string): readonly Match[] {
  return [...new Set(indexOf(provider).models.values())].map((listed) =>
    matchOf(listed, listed.id, listed.id, 'name'),
  );
}
