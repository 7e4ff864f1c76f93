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
function toJson({ version, generatedFrom, license, providers }) {
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
  return `{${head.join('')}"providers":{\n${blocks.join(',\n')}}}\n`;
}

function flatten({ providers = {} }) {
  const models = Object.entries(providers).flatMap(([provider, entry]) =>
    Object.entries(entry.models).map(([id, model]) => [`${provider}/${id}`, JSON.stringify(model)]),
  );
  return new Map(models);
}

function printDifference(before, after) {
  const old = flatten(before);
  const now = flatten(after);
  const added = [...now.keys()].filter((id) => !old.has(id));
  const removed = [...old.keys()].filter((id) => !now.has(id));
  const changed = [...now.keys()].filter((id) => old.has(id) && old.get(id) !== now.get(id));
  if (old.size > 0) {
    for (const id of added) console.log(`+ ${id}  ${now.get(id)}`);
    for (const id of removed) console.log(`- ${id}`);
    for (const id of changed) console.log(`~ ${id}\n    ${old.get(id)}\n    ${now.get(id)}`);
  }
  console.log(`${before.version ?? 'nothing'} → ${after.version}: ${now.size} models`);
  console.log(`${added.length} added, ${removed.length} removed, ${changed.length} changed`);
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
  for (const { provider, model, reason, source } of signedOff.overrides) {
    if (!reason || !source)
      throw new Error(`The override of ${provider}/${model} needs a reason and a source.`);
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
