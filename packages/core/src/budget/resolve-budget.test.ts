import fc from 'fast-check';
import { ConfigurationError } from '../errors';
import type { BudgetOptions } from './budget-options';
import { BUDGET_OPTION_NAMES, resolveBudget } from './resolve-budget';

const DEFAULTS = { timeZone: 'Asia/Tokyo' };

const resolve = (options: unknown, period = 'monthly') =>
  resolveBudget(period, options as BudgetOptions, DEFAULTS);

/** The budget of 100 dollars a month with options of its own. */
const budgetOf = (options: Partial<BudgetOptions>, period?: string) =>
  resolve({ limitUsd: 100, ...options }, period).budget;

test('a limit alone blocks every call of a month that could go beyond it', () => {
  expect(resolve({ limitUsd: 100 })).toEqual({
    budget: {
      id: 'monthly',
      period: 'month',
      limitNanoUsd: 100_000_000_000,
      scope: {},
      timeZone: 'Asia/Tokyo',
      weekStart: 'monday',
      mode: 'block',
      estimate: 'max',
      onTight: 'reject',
      onLeak: 'estimate',
      onLedgerUnavailable: 'local',
      graceNanoUsd: 1_000_000_000,
      thresholds: [50, 80, 100],
    },
  });
});

test.each([
  ['block', 'estimate', 'local'],
  ['downgrade', 'estimate', 'local'],
  ['warn', 'release', 'allow'],
] as const)('%s takes a dead process for %s, and a ledger that is away for %s', (mode, onLeak, policy) => {
  const downgradeTo = mode === 'downgrade' ? { 'gpt-4o': 'gpt-4o-mini' } : undefined;
  expect(budgetOf({ mode, downgradeTo })).toMatchObject({ mode, onLeak, onLedgerUnavailable: policy });
});

test('functions are handed back beside the budget, which stands without them', () => {
  const mode = () => 'allow' as const;
  const estimate = () => 0.01;
  const { budget, decide, estimateFunction } = resolve({ limitUsd: 1, mode, estimate });
  expect(budget).toMatchObject({ mode: 'callback', estimate: 'max', onLeak: 'estimate' });
  expect(budget.onLedgerUnavailable).toBe('allow');
  expect([decide, estimateFunction]).toEqual([mode, estimate]);
});

test('what a ledger keeps comes back from JSON as it was', () => {
  const budget = budgetOf({
    agent: 'research',
    tag: 'team=search',
    mode: 'downgrade',
    downgradeTo: { 'gpt-4o': 'gpt-4o-mini' },
    fallbackPrice: { inputUsdPerMillion: '0.4', outputUsdPerMillion: 1.2 },
  });
  expect(JSON.parse(JSON.stringify(budget))).toEqual(budget);
  expect(budget.fallbackPrice).toEqual({ inputNanoUsd: 400_000_000, outputNanoUsd: 1_200_000_000 });
});

test('money is exact, and the grace a hundredth of a small limit', () => {
  const budget = budgetOf({ limitUsd: '0.300000001', estimate: 0.1 + 0.2 });
  expect(budget).toMatchObject({ limitNanoUsd: 300_000_001, estimate: 300_000_000, graceNanoUsd: 3_000_000 });
  expect(budgetOf({ graceUsd: 0 }).graceNanoUsd).toBe(0);
  expect(budgetOf({ limitUsd: 0 })).toMatchObject({ limitNanoUsd: 0, graceNanoUsd: 0 });
});

test.each<[string, Partial<BudgetOptions>, string]>([
  ['monthly', {}, 'monthly'],
  ['Day', { agent: 'research' }, 'daily:agent=research'],
  ['24h', { provider: 'openai', model: 'gpt-4o' }, '24h:model=gpt-4o,provider=openai'],
  ['weekly', { tag: 'team=a=b' }, 'weekly:tag.team=a%3Db'],
  ['weekly', { tag: { key: 'team', value: 'a b' } }, 'weekly:tag.team=a%20b'],
  ['hourly', { agent: '研究,model=x' }, 'hourly:agent=研究%2Cmodel%3Dx'],
  ['yearly', { id: 'the whole year', user: 'u1' }, 'the whole year'],
])('%s with %j is called %s', (period, options, id) => {
  expect(budgetOf(options, period).id).toBe(id);
});

test('thresholds rise, and each is there once', () => {
  expect(budgetOf({ thresholds: [100, 50, 100, 150] }).thresholds).toEqual([50, 100, 150]);
  expect(budgetOf({ thresholds: [] }).thresholds).toEqual([]);
});

test.each<[unknown, RegExp]>([
  [undefined, /Budget "monthly" needs an object, received undefined/],
  [{ limitUSD: 5 }, /unknown option "limitUSD"\. Did you mean "limitUsd"\?/],
  [{ limitUsd: 5, colour: 'red' }, /unknown option "colour"\. Known options: limitUsd, id/],
  [{}, /"limitUsd" must be US dollars, 0 or more.*received undefined/],
  [{ limitUsd: -1 }, /"limitUsd" .* received -1/],
  [{ limitUsd: Number.POSITIVE_INFINITY }, /received Infinity/],
  [{ limitUsd: '100 USD' }, /received "100 USD"/],
  [{ limitUsd: 1e10 }, /received 10000000000/],
  [{ limitUsd: 5, id: 'mine', mode: 'blok' }, /Budget "mine": "mode" .*received "blok".*"block"\?/],
  [{ limitUsd: 5, estimate: 'p90' }, /"estimate" must be one of max, p99, received "p90"/],
  [{ limitUsd: 5, onLeak: null }, /"onLeak" .*received null/],
  [{ limitUsd: 5, onTight: 'clamp' }, /"onTight" must be one of reject, clampMaxTokens/],
  [{ limitUsd: 5, onLedgerUnavailable: 'allowed' }, /Did you mean "allow"\?/],
  [{ limitUsd: 5, thresholds: [50, 0] }, /"thresholds" .*received \[50, 0\]/],
  [{ limitUsd: 5, thresholds: [1.5] }, /"thresholds" .*received \[1\.5\]/],
  [{ limitUsd: 5, thresholds: 80 }, /"thresholds" .*received 80/],
  [{ limitUsd: 5, tag: 'team' }, /"tag" must be a key and a value.*received "team"/],
  [{ limitUsd: 5, tag: { key: 'team' } }, /"tag\.value" must be a text, received undefined/],
  [{ limitUsd: 5, tag: { key: '', value: 'x' } }, /"tag\.key" must be a text that is not empty/],
  [{ limitUsd: 5, tag: { name: 'team' } }, /The tag of a budget has an unknown option "name"/],
  [{ limitUsd: 5, agent: ' ' }, /"agent" must be a text that is not empty/],
  [{ limitUsd: 5, id: 'a\nb' }, /"id" must be a text without control characters/],
  [{ limitUsd: 5, timeZone: 'Mars/Base' }, /Mars\/Base/],
  [{ limitUsd: 5, weekStart: 'mon' }, /"weekStart" must be one of monday, .*received "mon"/],
  [{ limitUsd: 5, mode: 'downgrade' }, /"downgradeTo" must be the cheaper model/],
  [{ limitUsd: 5, mode: 'downgrade', downgradeTo: { a: 'a' } }, /"downgradeTo" must be/],
  [{ limitUsd: 5, mode: 'downgrade', downgradeTo: {} }, /"downgradeTo" must be/],
  [{ limitUsd: 5, downgradeTo: { a: 'b' } }, /"downgradeTo" needs mode: "downgrade"/],
  [{ limitUsd: 5, fallbackPrice: { inputUsdPerMillion: 1 } }, /"fallbackPrice\.outputUsdPerMillion"/],
  [{ limitUsd: 5, fallbackPrice: { input: 1 } }, /fallbackPrice of a budget has an unknown option "input"/],
  [{ limitUsd: 5, graceUsd: Number.NaN }, /"graceUsd" .*received NaN/],
])('%j is refused', (options, message) => {
  expect(() => resolve(options)).toThrow(message);
});

test('an unknown period is refused', () => {
  expect(() => resolve({ limitUsd: 5 }, 'monhtly')).toThrow(/Unknown budget period "monhtly"/);
});

test('whatever an option is, it works or is refused as an option that cannot', () => {
  const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true });
  const text = fc.oneof(fc.string(), fc.double().map(String));
  fc.assert(
    fc.property(fc.constantFrom(...BUDGET_OPTION_NAMES), fc.oneof(anything, text), (name, value) => {
      try {
        const { budget } = resolve({ limitUsd: 1, [name]: value });
        expect(JSON.parse(JSON.stringify(budget))).toEqual(budget);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        expect(error.message).toMatch(/must be|unknown option|needs|[Tt]ime zone/);
      }
    }),
    {
      numRuns: 2_000,
      examples: [
        ['agent', Symbol('x')],
        ['tag', 'a\nb=\ud800'],
      ],
    },
  );
});

test('the same period and scope have one id, others have others', () => {
  const word = fc.oneof(
    fc.constantFrom('a', 'a,model=b', 'a%2C', 'b', '%', '=', ' '),
    fc.string({ minLength: 1 }),
  );
  const options = fc.record(
    { agent: word, model: word, user: word, tag: fc.record({ key: word, value: word }) },
    { requiredKeys: [] },
  );
  const usable = options.filter(({ agent = 'x', model = 'x', user = 'x', tag = { key: 'x' } }) =>
    [agent, model, user, tag.key].every((name) => name.trim() !== ''),
  );
  fc.assert(
    fc.property(usable, usable, (one, other) => {
      const [first, second] = [budgetOf(one), budgetOf(other)];
      expect(first.id === second.id).toBe(JSON.stringify(first.scope) === JSON.stringify(second.scope));
    }),
    { numRuns: 1_000 },
  );
});
