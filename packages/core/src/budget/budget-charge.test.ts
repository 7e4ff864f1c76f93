import { chargeOf, isInScope } from './budget-charge';
import { resolveBudget } from './resolve-budget';

const call = {
  agent: 'research',
  model: 'gpt-4o-2024-08-06',
  provider: 'openai',
  user: 'ann',
  tags: { team: 'search' },
};

it.each([
  ['nothing', {}, true],
  ['the agent', { agent: 'research' }, true],
  ['another agent', { agent: 'writer' }, false],
  ['the model', { model: 'gpt-4o-2024-08-06' }, true],
  ['the model without its date', { model: 'gpt-4o' }, true],
  ['the model in capitals', { model: 'GPT-4o' }, true],
  ['a model whose name begins alike', { model: 'gpt-4' }, false],
  ['another version of the model', { model: 'gpt-4o-2024-05-13' }, false],
  ['the user and a tag', { user: 'ann', tag: { key: 'team', value: 'search' } }, true],
  ['the user and another tag', { user: 'ann', tag: { key: 'team', value: 'sales' } }, false],
  ['a session that the call does not have', { session: 's' }, false],
])('a scope of %s', (_what, scope, expected) => {
  expect(isInScope(scope, call)).toBe(expected);
});

it('a dated model stands for itself only', () => {
  expect(isInScope({ model: 'gpt-4o-2024-08-06' }, { model: 'gpt-4o' })).toBe(false);
});

describe('a charge', () => {
  const NOON = Date.UTC(2026, 2, 10, 12);
  const budget = resolveBudget(
    'daily',
    { limitUsd: 2, thresholds: [100, 50] },
    { timeZone: 'Asia/Tokyo' },
  ).budget;

  it('is of the bucket of its moment, with what the ledger needs to know of the budget', () => {
    expect(chargeOf(budget, NOON)).toEqual({
      budgetId: 'daily',
      limitNanoUsd: 2_000_000_000,
      blocks: true,
      thresholds: [50, 100],
      bucket: NOON - 21 * 3_600_000,
      bucketEnd: NOON + 3 * 3_600_000,
      start: NOON - 21 * 3_600_000,
      period: NOON - 21 * 3_600_000,
    });
  });

  it.each([
    ['block', true],
    ['downgrade', true],
    ['callback', true],
    ['warn', false],
  ] as const)('of a budget whose mode is %s blocks: %p', (mode, blocks) => {
    expect(chargeOf({ ...budget, mode }, NOON).blocks).toBe(blocks);
  });
});
