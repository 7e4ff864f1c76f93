import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { budgetsOfFile, configurationPathFor, readConfigurationFile } from './configuration-file';
import { cleanUp, temporaryFolder } from './test/temporary-store';

afterEach(cleanUp);

function write(text: string): string {
  const path = join(temporaryFolder(), 'kagura.config.json');
  writeFileSync(path, text);
  return path;
}

const read = (configuration: unknown) => readConfigurationFile(write(JSON.stringify(configuration)));

test('belongs to the project of a database, or lies beside one that has no project', () => {
  expect(configurationPathFor(join('app', '.kagura', 'kagura.db'))).toBe(join('app', 'kagura.config.json'));
  expect(configurationPathFor(join('data', 'calls.db'))).toBe(join('data', 'kagura.config.json'));
});

test('says what it says, and leaves out the rest', () => {
  const path = write('\ufeff{"timeZone":"Asia/Tokyo","capture":{"prompts":true}}');
  expect(readConfigurationFile(path)).toEqual({
    path,
    timeZone: 'Asia/Tokyo',
    budgets: [],
    priceOverrides: [],
    capture: { prompts: true },
  });
});

test('a file that is not there says nothing', () => {
  expect(readConfigurationFile(join(temporaryFolder(), 'kagura.config.json'))).toBeUndefined();
});

test('its budgets are those that code would set, in the zone of reports unless they have their own', () => {
  const file = read({
    $schema: './schema.json',
    budgets: [
      { period: 'monthly', limitUsd: 100 },
      { period: 'daily', limitUsd: '0.5', agent: 'research', mode: 'warn', timeZone: 'UTC' },
    ],
    pricing: { overrides: [{ model: 'in-house', inputUsdPerMillion: 1, outputUsdPerMillion: 2 }] },
  });
  expect(file?.priceOverrides).toHaveLength(1);
  expect(budgetsOfFile(file ?? { path: '', budgets: [] }, { timeZone: 'Asia/Tokyo' })).toEqual([
    expect.objectContaining({ id: 'monthly', limitNanoUsd: 100_000_000_000, timeZone: 'Asia/Tokyo' }),
    expect.objectContaining({ id: 'daily:agent=research', mode: 'warn', timeZone: 'UTC' }),
  ]);
});

test('the example of the documentation is one that works', () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'configuration.md'), 'utf8');
  const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
  const file = readConfigurationFile(write(example));
  expect(file).toMatchObject({ timeZone: 'Asia/Tokyo', capture: { maxBytes: 20_000 } });
  expect(file?.budgets).toHaveLength(2);
  expect(file?.priceOverrides).toHaveLength(1);
});

test.each<[unknown, RegExp]>([
  [[], /kagura\.config\.json needs an object, received \[\]/],
  [{ budget: [] }, /kagura\.config\.json has an unknown option "budget"\. Did you mean "budgets"\?/],
  [{ budgets: {} }, /"budgets" must be a list, received an object/],
  [{ budgets: [null] }, /budgets\[0\]: Unknown budget period undefined/],
  [{ budgets: [{ period: 'monthly' }] }, /budgets\[0\]: Budget "monthly": "limitUsd" must be/],
  [
    { budgets: [{ period: 'monthly', limitUsd: 1, limit: 1 }] },
    /unknown option "limit"\. Did you mean "limitUsd"/,
  ],
  [{ budgets: [{ period: 'monthly', limitUsd: 1, mode: 'callback' }] }, /"mode" must be one of block, warn/],
  [
    {
      budgets: [
        { period: 'monthly', limitUsd: 1 },
        { period: 'month', limitUsd: 2 },
      ],
    },
    /budgets\[1\]: another budget of this file has the id "monthly"/,
  ],
  [{ timeZone: 'Mars/Base' }, /kagura\.config\.json: .*Mars\/Base/],
  [{ timeZone: 9 }, /"timeZone" must be a text/],
  [{ pricing: { override: [] } }, /"pricing" has an unknown option "override"\. Did you mean "overrides"\?/],
  [{ pricing: { overrides: [{}] } }, /Price override 1 has no "model"/],
  [{ pricing: { overrides: 1 } }, /Price overrides must be a list/],
  [{ capture: { prompts: 'yes' } }, /"capture\.prompts" must be true or false, received "yes"/],
  [{ capture: { maxBytes: 0 } }, /"capture\.maxBytes" must be a positive whole number, received 0/],
  [{ capture: { prompt: true } }, /"capture" has an unknown option "prompt"\. Did you mean "prompts"\?/],
])('%j is refused', (configuration, message) => {
  expect(() => read(configuration)).toThrow(message);
});

test('what is no JSON is refused with its place', () => {
  expect(() => readConfigurationFile(write('{ "budgets": [, }'))).toThrow(/not valid JSON: .*/);
});

test('what is no file is refused', () => {
  const path = join(temporaryFolder(), 'kagura.config.json');
  mkdirSync(path);
  expect(() => readConfigurationFile(path)).toThrow(/kagura\.config\.json cannot be read: EISDIR/);
});
