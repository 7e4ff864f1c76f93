/** Turns the data of @pydantic/genai-prices and the overrides file into the price table that the core package ships. */

/** The package's price keys, and how many pico-dollars per unit one dollar of them is. Others price what no response tells. */
const RATE_KEYS = {
  input_mtok: ['input', 1e6],
  input_audio_mtok: ['input_audio', 1e6],
  input_image_mtok: ['input_image', 1e6],
  cache_read_mtok: ['cache_read', 1e6],
  cache_audio_read_mtok: ['cache_read_audio', 1e6],
  cache_write_mtok: ['cache_write', 1e6],
  cache_write_1h_mtok: ['cache_write_1h', 1e6],
  output_mtok: ['output', 1e6],
  output_reasoning_mtok: ['output_reasoning', 1e6],
  output_audio_mtok: ['output_audio', 1e6],
  output_image_mtok: ['output_image', 1e6],
  web_searches_kcount: ['web_search', 1e9],
  requests_kcount: ['request', 1e9],
  input_audio_hours: ['audio_time', 1e12],
  input_document_kpages: ['page', 1e9],
};

/** A model is used in one of these. */
const BASIC_KEYS = ['input_mtok', 'output_mtok', 'input_audio_hours', 'input_document_kpages'];

/** Kinds that are billed by the request and keep their price in every tier. */
const FEES = new Set(['web_search', 'request']);

/** What may follow a model's name and still be that model: a preview, a date or a version. */
const VERSION_SUFFIX =
  /^(?:-(?:preview|exp|experimental|latest))?(?:[-@](?:\d{8}|\d{4}-\d\d-\d\d|\d\d-\d\d|\d\d-\d{4}|\d{4}|\d{3}))?$/;
const DATE_SUFFIX = /[-@](?:\d{8}|\d{4}-\d\d-\d\d)$/;
const SOME_DATES = ['-20991231', '-2099-12-31', '@20991231'];

/**
 * @param {object[]} providers the package's data
 * @param {{ data: object, overrides: object[] }} signedOff what `price-overrides.json` holds
 */
export function buildPriceTable(providers, { data, overrides }) {
  const knownIds = new Set(providers.flatMap(({ models }) => models.flatMap(bareIds)));
  const table = {};
  for (const provider of providers) {
    const models = {};
    const claimed = new Set();
    for (const model of provider.models) {
      const rows = toRows(model);
      if (rows.length === 0) continue;
      const ids = exactIds(model, provider.models, knownIds).filter((id) => !claimed.has(id));
      for (const id of ids) claimed.add(id);
      if (ids.length > 0)
        models[ids[0]] = toEntry(ids, rows, (id) => firstMatch(provider.models, id) === model);
    }
    const fallback = provider.fallback_model_providers;
    table[provider.id] = { ...(fallback && { fallback }), models };
  }
  for (const [note, override] of overrides.entries()) applyOverride(table, { ...override, note });
  return {
    version: `${data.published}.${data.revision}`,
    generatedFrom: `${data.package} ${data.version} of ${data.published}, ${overrides.length} overrides`,
    notes: overrides.map(({ reason, source }) => ({ reason, source })),
    providers: table,
  };
}

function toEntry(ids, rows, isModel) {
  const [, ...also] = ids;
  const dated = ids.filter((id) => DATE_SUFFIX.test(id)).map((id) => id.replace(DATE_SUFFIX, ''));
  const anyDate = dated.length > 0 && dated.every((base) => SOME_DATES.some((date) => isModel(base + date)));
  return { ...(also.length > 0 && { also }), ...(anyDate && { anyDate }), rows };
}

/**
 * What an override does is said by its fields: `tiers` derives rows from the standard ones, `tierNames` gives a tier a
 * second name, `resoldTiers` sells tiers of other makers at their price, `models` amends what is there, and `model`
 * replaces it. Every row keeps the numbers of the overrides
 * that made it what it is.
 */
function applyOverride(table, override) {
  table[override.provider] ??= { models: {} };
  const provider = table[override.provider];
  if (override.resoldTiers) provider.resoldTiers = { ...provider.resoldTiers, ...override.resoldTiers };
  else if (override.tierNames) provider.tierNames = { ...provider.tierNames, ...override.tierNames };
  else if (override.models === undefined) replaceModel(provider, override);
  for (const id of namedModels(provider, override)) {
    const entry = provider.models[id];
    if (entry === undefined)
      throw new Error(`An override names ${override.provider}/${id}, which has no row.`);
    if (override.tiers) entry.rows.push(...tierRows(entry.rows, override));
    else for (const row of entry.rows) amendRow(row, override);
  }
}

/** `*` is every model that the provider has at this point. */
function namedModels({ models }, { models: named = [] }) {
  return named.includes('*') ? Object.keys(models) : named;
}

/** Replaces what the override gives: a model's ids, which no other model keeps, and its rows. Empty rows: no price. */
function replaceModel({ models }, { model, ids, rows, note }) {
  const entry = models[model];
  const names = [...new Set([model, ...(ids ?? entry?.also ?? [])])];
  for (const [id, other] of Object.entries(models)) {
    if (names.includes(id)) delete models[id];
    else if (other.also) {
      const kept = [id, ...other.also.filter((name) => !names.includes(name))];
      models[id] = toEntry(kept, other.rows, () => other.anyDate);
    }
  }
  if (rows?.length === 0) return;
  const replaced = rows?.map(overrideRow) ?? entry.rows;
  models[model] = toEntry(
    names,
    replaced.map((row) => ({ ...row, notes: [...(row.notes ?? []), note] })),
    () => entry?.anyDate === true,
  );
}

/** One row a tier for every standard row: its token prices times the factor, its fees as they are. */
function tierRows(rows, override) {
  const { tiers, factor, keep = [], without = [], usdPerMillion, standardContext, from, note } = override;
  const timesFactor = (rates) =>
    Object.fromEntries(
      Object.entries(rates)
        .filter(([kind]) => !without.includes(kind))
        .map(([kind, rate]) => [kind, FEES.has(kind) || keep.includes(kind) ? rate : multiply(rate, factor)]),
    );
  const standard = rows.filter(
    (row) => row.tier === undefined && (row.to === undefined || !from || row.to > from),
  );
  return tiers.flatMap((tier) =>
    standard.map((row) => ({
      ...(from && !(row.from > from) ? { from } : row.from && { from: row.from }),
      ...(row.to && { to: row.to }),
      ...(row.hours && { hours: row.hours }),
      tier,
      rates: { ...(factor ? timesFactor(row.rates) : feesOf(row.rates)), ...toRates(usdPerMillion, 1e6) },
      // No rates at all beyond the standard context: such a call has no price.
      ...(row.above && {
        above: row.above.map(({ tokens, rates }) => ({
          tokens,
          rates: standardContext ? {} : timesFactor(rates),
        })),
      }),
      notes: [note],
    })),
  );
}

function feesOf(rates) {
  return Object.fromEntries(Object.entries(rates).filter(([kind]) => FEES.has(kind)));
}

/** Exactly; a price that is no whole number of pico-dollars is an error in the data. */
function multiply(rate, factor) {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(factor);
  const scaled = BigInt(rate) * BigInt(whole + fraction);
  const unit = 10n ** BigInt(fraction.length);
  if (scaled % unit !== 0n) throw new Error(`${rate} pico-dollars times ${factor} is no whole number.`);
  return Number(scaled / unit);
}

function amendRow(row, override) {
  const { usdPerMillion, usdPerRequest, oneHourWrites, longContextFrom, note } = override;
  const { freeSearches, minimumSeconds } = override;
  row.notes = [...(row.notes ?? []), note];
  Object.assign(row.rates, toRates(usdPerMillion, 1e6));
  for (const rates of [row.rates, ...(row.above ?? []).map((above) => above.rates)]) {
    if (oneHourWrites) rates.cache_write_1h = multiply(rates.input, oneHourWrites);
    // A context without any rates has no price, and a fee would give it one.
    if (Object.keys(rates).length > 0) Object.assign(rates, toRates(usdPerRequest, 1e12));
  }
  if (freeSearches) row.freeSearches = true;
  if (minimumSeconds) row.minimumSeconds = minimumSeconds;
  for (const above of row.above ?? []) above.tokens = longContextFrom ?? above.tokens;
}

function overrideRow({ usdPerMillion, usdPerRequest, usdPerUnit, above, ...conditions }) {
  return {
    ...conditions,
    rates: {
      ...toRates(usdPerMillion, 1e6),
      ...toRates(usdPerRequest, 1e12),
      ...toRates(usdPerUnit, 1e12),
    },
    ...(above && {
      above: above.map(({ tokens, ...usd }) => ({
        tokens,
        rates: { ...toRates(usd.usdPerMillion, 1e6), ...toRates(usdPerRequest, 1e12) },
      })),
    }),
  };
}

function toRates(usdByKind = {}, picoPerUsd) {
  return Object.fromEntries(
    Object.entries(usdByKind).map(([kind, usd]) => [kind, Math.round(Number(usd) * picoPerUsd)]),
  );
}

/**
 * The package walks its conditional prices from the last to the first. A price with hours belongs to the dated price
 * before it, which the package itself forgets.
 */
function toRows(model) {
  if (!Array.isArray(model.prices)) return rowOf(model.prices, {}, model.id.endsWith(':free'));
  const starts = model.prices.map(({ constraint }) => constraint?.start_date);
  return model.prices.flatMap(({ prices, constraint }, index) => {
    const from = starts.slice(0, index + 1).findLast(Boolean);
    const to = starts.slice(index + 1).find(Boolean);
    const hours =
      constraint?.type === 'time_of_date' && [constraint.start_time, constraint.end_time].map(toMinutes);
    return rowOf(prices, { ...(from && { from }), ...(to && { to }), ...(hours && { hours }) }, false);
  });
}

function toMinutes(time) {
  const match = /^(\d\d:\d\d):00Z$/.exec(time);
  if (match === null)
    throw new Error(`A price by the time of day must start and end at a full minute of UTC: ${time}`);
  return match[1];
}

/** A page costs more where the answer follows a schema: a way of billing of its own. */
const ANNOTATED_PAGES = 'input_annotated_document_kpages';

/** No row where the package prices nothing that is used: an empty price there means free only when the id says so. */
function rowOf(prices, conditions, isFree) {
  if (Object.keys(prices).length === 0 && isFree) return [{ ...conditions, rates: { input: 0, output: 0 } }];
  if (BASIC_KEYS.every((key) => prices[key] === undefined)) return [];
  const starts = Object.values(prices).flatMap((price) => price.tiers?.map(({ start }) => start) ?? []);
  const above = [...new Set(starts)]
    .sort((left, right) => left - right)
    .map((tokens) => ({ tokens, rates: ratesOf(prices, tokens) }));
  const annotated = prices[ANNOTATED_PAGES];
  return [
    { ...conditions, rates: ratesOf(prices, -1), ...(above.length > 0 && { above }) },
    ...(annotated === undefined
      ? []
      : [{ ...conditions, tier: 'annotated', rates: ratesOf({ input_document_kpages: annotated }, -1) }]),
  ];
}

/** Rates of a call whose input is more than `tokens`. */
function ratesOf(prices, tokens) {
  const rates = {};
  for (const [key, [kind, picoPerUsd]] of Object.entries(RATE_KEYS)) {
    const price = prices[key];
    if (price === undefined) continue;
    const usd =
      typeof price === 'number'
        ? price
        : (price.tiers.findLast(({ start }) => start <= tokens)?.price ?? price.base);
    rates[kind] = Math.round(Number((usd * picoPerUsd).toPrecision(12)));
  }
  return rates;
}

/** Every id that the package prices as this model and that is surely meant by it. */
function exactIds(model, models, knownIds) {
  const { equal, loose } = termsOf(model.match);
  const trimmed = loose.map((term) => term.replace(/(?:-20\d\d)?[-@:.]*$/, ''));
  const profiles = model.id.startsWith('regional.')
    ? [model.id.slice('regional.'.length).replace(/-v\d+:\d+$/, '')]
    : [];
  const bases = [
    ...new Set([model.id.toLowerCase().replace(/[-@:.]+$/, ''), ...equal, ...trimmed, ...profiles]),
  ];
  const versions = [...knownIds].filter((id) =>
    [...trimmed, ...profiles].some(
      (base) => id.startsWith(base) && VERSION_SUFFIX.test(id.slice(base.length)),
    ),
  );
  return [...new Set([...bases, ...versions])].filter((id) => {
    const match = firstMatch(models, id);
    return id !== '' && (match === model || (match === undefined && bases.includes(id)));
  });
}

function bareIds(model) {
  const ids = [model.id.toLowerCase(), ...termsOf(model.match).equal];
  return [...ids, ...ids.map((id) => id.slice(id.lastIndexOf('/') + 1))];
}

function termsOf(match) {
  const branches = match.or ?? match.and;
  if (branches) {
    const terms = branches.map(termsOf);
    return { equal: terms.flatMap(({ equal }) => equal), loose: terms.flatMap(({ loose }) => loose) };
  }
  const [kind, value] = Object.entries(match)[0];
  if (kind === 'regex') return { equal: [], loose: [] };
  return kind === 'equals'
    ? { equal: [value.toLowerCase()], loose: [] }
    : { equal: [], loose: [value.toLowerCase()] };
}

function firstMatch(models, id) {
  return models.find(({ match }) => matches(match, id));
}

/** The package's own rules. */
function matches(match, id) {
  if (match.or) return match.or.some((branch) => matches(branch, id));
  if (match.and) return match.and.every((branch) => matches(branch, id));
  if (match.regex) return new RegExp(match.regex).test(id);
  if (match.equals) return id === match.equals.toLowerCase();
  if (match.starts_with) return id.startsWith(match.starts_with.toLowerCase());
  if (match.ends_with) return id.endsWith(match.ends_with.toLowerCase());
  if (match.contains) return id.includes(match.contains.toLowerCase());
  throw new Error(`A rule that this script does not know: ${JSON.stringify(match)}`);
}
