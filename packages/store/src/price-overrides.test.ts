import { connection } from './database';
import { openDatabase } from './open-database';
import {
  readPriceOverrides,
  removePriceOverride,
  setPriceOverride,
  writeCodePriceOverrides,
} from './price-overrides';
import { cleanUp, temporaryDatabase } from './test/temporary-store';

afterEach(cleanUp);

const price = (model: string, inputUsdPerMillion: string, fields: object = {}) => ({
  model,
  inputUsdPerMillion,
  outputUsdPerMillion: '1',
  ...fields,
});

it('has those of the command line first, each kind in the order it was given', () => {
  const database = temporaryDatabase();
  setPriceOverride(database, price('a', '1'));
  writeCodePriceOverrides(database, [price('b', '2'), price('c', '3', { from: new Date('2026-01-01') })]);
  setPriceOverride(database, price('d', '4'));
  expect(readPriceOverrides(database)).toEqual([
    { origin: 'cli', override: price('a', '1') },
    { origin: 'cli', override: price('d', '4') },
    { origin: 'code', override: price('b', '2') },
    { origin: 'code', override: price('c', '3', { from: '2026-01-01T00:00:00.000Z' }) },
  ]);
});

it('keeps what the code says now, and nothing that it said before', () => {
  const database = temporaryDatabase();
  setPriceOverride(database, price('a', '1'));
  writeCodePriceOverrides(database, [price('b', '2'), price('c', '3')]);
  writeCodePriceOverrides(database, [price('c', '4')]);
  expect(readPriceOverrides(database).map(({ override }) => override.inputUsdPerMillion)).toEqual(['1', '4']);
  writeCodePriceOverrides(database, []);
  expect(readPriceOverrides(database)).toHaveLength(1);
});

it('asks for no lock where the code says the same again', () => {
  const database = temporaryDatabase();
  writeCodePriceOverrides(database, [price('a', '1')]);
  const reader = openDatabase({ path: database.path, readOnly: true });
  expect(() => writeCodePriceOverrides(reader, [price('a', '1')])).not.toThrow();
  expect(() => writeCodePriceOverrides(reader, [price('a', '2')])).toThrow(
    expect.objectContaining({ code: 'KAGURA_DB_UNREADABLE' }),
  );
  reader.close();
});

it('replaces one for the same model, provider, tier and start', () => {
  const database = temporaryDatabase();
  for (const fields of [{}, { provider: 'azure' }, { serviceTier: 'batch' }, { from: '2026-01-01' }]) {
    setPriceOverride(database, price('gpt-4o', '1', fields));
  }
  setPriceOverride(database, price('GPT-4o', '2', { provider: 'azure.ai.openai' }));
  expect(readPriceOverrides(database).map(({ override }) => override.inputUsdPerMillion)).toEqual([
    '1',
    '1',
    '1',
    '2',
  ]);
});

it.each([
  [{ model: 'GPT-4o' }, 2],
  [{ model: 'gpt-4o', provider: 'azure_openai' }, 1],
  [{ model: 'gpt-4o', provider: 'groq' }, 0],
  [{ model: 'b' }, 0],
])('removes of %j %d, and none of the code', (key, removed) => {
  const database = temporaryDatabase();
  writeCodePriceOverrides(database, [price('gpt-4o', '1'), price('b', '1')]);
  setPriceOverride(database, price('gpt-4o', '1'));
  setPriceOverride(database, price('gpt-4o', '1', { provider: 'azure' }));
  expect(removePriceOverride(database, key)).toBe(removed);
  expect(readPriceOverrides(database)).toHaveLength(4 - removed);
});

it.each(['not JSON', '{}', '{"model":"a","inputUsdPerMillion":"1","outputUsdPerMillion":"1","later":1}'])(
  'leaves out what cannot be used: %s',
  (definition) => {
    const database = temporaryDatabase();
    setPriceOverride(database, price('b', '1'));
    database[connection].run("INSERT INTO price_override (origin, definition) VALUES ('cli', ?)", [
      definition,
    ]);
    expect(readPriceOverrides(database)).toEqual([{ origin: 'cli', override: price('b', '1') }]);
    expect(removePriceOverride(database, { model: 'b' })).toBe(1);
  },
);
