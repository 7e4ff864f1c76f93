import { listPrices } from './list-prices';
import { priceTableVersion } from './price-table';

const AT = new Date('2026-09-25T12:00:00Z');

function ids(options: Parameters<typeof listPrices>[0]): string[] {
  return listPrices(options).map(({ id }) => id);
}

test('every row of the table has an id of its own, and says which table it is in', () => {
  const all = listPrices();

  expect(all.length).toBeGreaterThan(1_900);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(new Set(all.map(({ tableVersion }) => tableVersion))).toEqual(new Set([priceTableVersion()]));
  expect(`${all[0]?.tableDate}.`).toBe(priceTableVersion().replace(/\d+$/, ''));
});

test('a row is told as people read it: dollars a million tokens, when, and how billed', () => {
  const [before, since, ...tiers] = listPrices({ provider: 'openai', match: 'openai/gpt-4o' }).filter(
    ({ model }) => model === 'gpt-4o',
  );

  expect(before).toMatchObject({
    id: 'openai/gpt-4o',
    provider: 'openai',
    to: '2024-10-02',
    rates: { input: '5', output: '15' },
  });
  expect(since).toMatchObject({
    id: 'openai/gpt-4o@2024-10-02',
    from: '2024-10-02',
    tier: undefined,
    rates: { input: '2.5', cache_read: '1.25', output: '10', web_search: '0.01' },
  });
  expect(tiers.map(({ tier }) => tier)).toEqual(['batch', 'batch', 'priority']);
});

test('prices of long prompts stand beside those of short ones', () => {
  const [entry] = listPrices({ provider: 'google', match: 'gemini-2.5-pro', at: AT });

  expect(entry).toMatchObject({
    rates: { input: '1.25', output: '10' },
    above: [{ tokens: 200_000, rates: { input: '2.5', output: '15' } }],
  });
});

test('a row that departs from its source says why and who says so', () => {
  const [mini] = listPrices({ provider: 'openai', match: 'gpt-4o-mini' });
  const gpt4o = listPrices({ provider: 'openai' }).find(({ id }) => id === 'openai/gpt-4o@2024-10-02');

  expect(mini).toMatchObject({ origin: 'table', notes: [] });
  expect(gpt4o).toMatchObject({
    origin: 'correction',
    notes: [{ reason: expect.stringContaining('2 October 2024'), source: expect.stringMatching(/^https:/) }],
  });
});

test('a moment leaves what was or will be in force out', () => {
  expect(ids({ provider: 'openai', match: 'gpt-5.6-sol', at: new Date('2026-08-20T23:59:59Z') })).toContain(
    'openai/gpt-5.6-sol',
  );
  expect(ids({ provider: 'openai', match: 'gpt-5.6-sol', at: AT })).not.toContain('openai/gpt-5.6-sol');
});

test('a provider is known by all its names, and a model by all its ids', () => {
  expect(ids({ provider: 'gcp.vertex_ai', match: 'CLAUDE-OPUS-4-6' })).toEqual(
    ids({ provider: 'google', match: 'claude-opus-4-6' }),
  );
  expect(ids({ match: 'anthropic/claude-3-5-haiku-latest' })).toEqual(
    ids({ provider: 'anthropic', match: 'claude-3.5-haiku-20241022' }),
  );
  expect(ids({ provider: 'nobody' })).toEqual([]);
});

describe('overrides', () => {
  const overrides = [
    { model: 'in-house', inputUsdPerMillion: '0.40', outputUsdPerMillion: 1.2, usdPerRequest: '0.001' },
    { model: 'gpt-4o*', provider: 'azure_openai', discount: '0.85', from: new Date('2026-01-01T00:00:00Z') },
  ];

  it('stand before the table, as they were given', () => {
    expect(listPrices({ overrides }).slice(0, 2)).toMatchObject([
      {
        id: 'override/in-house',
        provider: undefined,
        rates: { input: '0.4', output: '1.2', request: '0.001' },
        origin: 'override',
      },
      {
        id: 'override/gpt-4o**0.85',
        provider: 'azure',
        rates: {},
        discount: '0.85',
        from: '2026-01-01T00:00:00.000Z',
        origin: 'override',
      },
    ]);
  });

  it('are left out by the same filters', () => {
    expect(ids({ overrides, match: 'in-house' })).toEqual(['override/in-house']);
    expect(ids({ overrides, match: 'gpt-4o-mini', provider: 'azure' })).toEqual(['override/gpt-4o**0.85']);
    expect(ids({ overrides, match: 'gpt-4o-mini', provider: 'openai' })).not.toContain(
      'override/gpt-4o**0.85',
    );
    expect(ids({ overrides, match: 'gpt-4o*', at: new Date('2025-12-31T23:59:59Z') })).toEqual([]);
  });

  it('that cannot be read are refused', () => {
    expect(() => listPrices({ overrides: [{ model: 'x', inputUsdPerMillion: 'free' }] })).toThrow(
      '"inputUsdPerMillion" of the price override for x',
    );
  });
});
