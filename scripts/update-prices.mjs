/**
 * Writes packages/core/src/prices.json from the installed @pydantic/genai-prices and price-overrides.json.
 *
 *   node scripts/update-prices.mjs           writes, and prints what changed
 *   node scripts/update-prices.mjs --check   writes nothing; fails when the file is not what would be written
 *
 * To take newer data: install the new version in packages/core, write it and the day it was published under "data" in
 * price-overrides.json, and run this. To change an override: raise "revision". Stored costs keep the version they were
 * priced with, so two tables may not share one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildPriceTable } from './package-prices.mjs';

const core = new URL('../packages/core/', import.meta.url);
const pricesFile = new URL('src/prices.json', core);
const overridesFile = new URL('src/price-overrides.json', core);
const requireFromCore = createRequire(new URL('package.json', core));

/** Every number of a version, as text that sorts like the version. */
function sortKey(version) {
  return version.replace(/\d+/g, (digits) => digits.padStart(8, '0'));
}

/** One model a line: compact, and a change is a line of the diff. */
function toJson({ version, generatedFrom, license, notes, providers }) {
  const blocks = Object.entries(providers).map(([name, { models, ...rest }]) => {
    const lines = Object.entries(models).map(
      ([id, model]) => `${JSON.stringify(id)}:${JSON.stringify(model)}`,
    );
    const head = Object.entries(rest).map(
      ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},`,
    );
    return `${JSON.stringify(name)}:{${head.join('')}"models":{\n${lines.join(',\n')}}}`;
  });
  const facts = Object.entries({ version, generatedFrom, license });
  const head = facts.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},\n`);
  const noteLines = notes.map((note) => JSON.stringify(note));
  return `{${head.join('')}"notes":[\n${noteLines.join(',\n')}],\n"providers":{\n${blocks.join(',\n')}}}\n`;
}

/** What a model is called and costs, a line each: `#batch from 2026-07-30: input 1, output 6`. */
function linesOf({ also = [], anyDate, rows }) {
  const names = also.map((id) => `also ${id}`);
  return [...names, ...(anyDate ? ['any date'] : []), ...rows.map(rowLine)];
}

function rowLine({ from, to, hours, tier, rates, above = [], freeSearches, minimumSeconds }) {
  const conditions = [
    tier ? `#${tier}` : 'standard',
    from && `from ${from}`,
    to && `until ${to}`,
    hours && `at ${hours.join('-')}`,
    freeSearches && 'some searches free',
    minimumSeconds && `at least ${minimumSeconds} s`,
  ];
  const longer = above.map((context) => `; above ${context.tokens}: ${ratesLine(context.rates)}`);
  return `${conditions.filter(Boolean).join(' ')}: ${ratesLine(rates)}${longer.join('')}`;
}

/** Dollars per million tokens, per request, per page or per hour of audio. */
function ratesLine(rates) {
  const perUnit = { web_search: 1e12, request: 1e12, page: 1e12, audio_time: 1e12 };
  const prices = Object.entries(rates).map(([kind, pico]) => `${kind} ${pico / (perUnit[kind] ?? 1e6)}`);
  return prices.join(', ') || 'no price';
}

function flatten({ providers = {} }) {
  const models = Object.entries(providers).flatMap(([provider, { models }]) =>
    Object.entries(models).map(([id, model]) => [`${provider}/${id}`, linesOf(model)]),
  );
  return new Map(models);
}

function printDifference(before, after) {
  const old = flatten(before);
  const now = flatten(after);
  let [added, removed, changed] = [0, 0, 0];
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const gone = (old.get(id) ?? []).filter((line) => !now.get(id)?.includes(line));
    const come = (now.get(id) ?? []).filter((line) => !old.get(id)?.includes(line));
    if (!old.has(id)) added += 1;
    else if (!now.has(id)) removed += 1;
    else if (gone.length > 0 || come.length > 0) changed += 1;
    else continue;
    console.log(`${old.has(id) ? (now.has(id) ? '~' : '-') : '+'} ${id}`);
    for (const line of gone) console.log(`    - ${line}`);
    for (const line of come) console.log(`    + ${line}`);
  }
  console.log(`${before.version ?? 'nothing'} → ${after.version}: ${now.size} models`);
  console.log(`${added} added, ${removed} removed, ${changed} changed`);
}

/** Why the new table may not replace the old one, or undefined. */
function refusal(before, after, isSame) {
  if (before.version === undefined || isSame) return undefined;
  if (sortKey(after.version) < sortKey(before.version)) {
    return `${after.version} is older than ${before.version}, which it would replace.`;
  }
  if (after.version !== before.version) return undefined;
  return `The prices differ from those already called ${after.version}. Raise "revision" in price-overrides.json.`;
}

async function generate() {
  const signedOff = JSON.parse(readFileSync(overridesFile, 'utf8'));
  const { data } = signedOff;
  const folder = requireFromCore.resolve(data.package).replace(/dist[\\/][^\\/]+$/, '');
  const { version } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  if (version !== data.version) {
    throw new Error(
      `${data.package} ${version} is installed, price-overrides.json speaks of ${data.version}. ` +
        'Write the installed version and the day it was published under "data", with "revision" 1.',
    );
  }
  for (const { reason, source, ...override } of signedOff.overrides) {
    if (!reason || !source)
      throw new Error(`An override needs a reason and a source: ${JSON.stringify(override)}`);
  }
  // Resolves to the data bundled with the package as long as nothing has updated it.
  const providers = await requireFromCore(data.package).waitForUpdate();
  // Most of the table is the package's work: its licence goes where the table goes.
  const license = readFileSync(`${folder}LICENSE`, 'utf8').trim();
  return { ...buildPriceTable(providers, signedOff), license };
}

const after = await generate();
const text = toJson(after);
const currentText = readFileSync(pricesFile, 'utf8');
const before = JSON.parse(currentText);
const isSame = text === currentText;
const problem = process.argv.includes('--check')
  ? !isSame && 'prices.json is not what its sources give. Run: node scripts/update-prices.mjs'
  : refusal(before, after, isSame);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else if (!process.argv.includes('--check')) {
  writeFileSync(pricesFile, text);
  printDifference(before, after);
}
