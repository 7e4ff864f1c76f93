import { ConfigurationError, KaguraError } from '../errors';
import type { Budget } from './budget';
import {
  BudgetExceededError,
  BudgetUnavailableError,
  type ExceededBudget,
  LedgerUnavailableError,
  UnpricedModelError,
} from './budget-errors';
import { resolveBudget } from './resolve-budget';

const NOON = Date.UTC(2026, 2, 10, 12);

const budget: Budget = resolveBudget('daily', { limitUsd: 100, agent: 'search' }, { timeZone: 'UTC' }).budget;

const exceeded = (fields: Partial<ExceededBudget> = {}): BudgetExceededError =>
  new BudgetExceededError({
    budget,
    balance: {
      settledNanoUsd: 95_300_000_001,
      reservedNanoUsd: 3_000_000_000,
      uncertainNanoUsd: 1_000_000_000,
    },
    requestedNanoUsd: 900_000_000,
    resetsAt: NOON + 3_600_000,
    now: NOON,
    ...fields,
  });

it('a budget that is exceeded says exactly what is left of it, and when it begins anew', () => {
  expect({ ...exceeded() }).toEqual({
    name: 'BudgetExceededError',
    code: 'KAGURA_BUDGET_EXCEEDED',
    budgetId: 'daily:agent=search',
    scope: { agent: 'search' },
    period: 'day',
    limitUsd: '100',
    settledUsd: '95.300000001',
    reservedUsd: '4',
    requestedUsd: '0.9',
    resetsAt: new Date(NOON + 3_600_000),
    retryAfterMs: 3_600_000,
  });
  expect(exceeded().message).toBe(
    'Budget "daily:agent=search" of $100.00 per day: $95.30 spent, $4.00 held, and this call may cost $0.90. ' +
      'It resets at 2026-03-10T13:00:00.000Z.',
  );
});

it('a call that was cut off has asked for nothing', () => {
  const error = exceeded({ requestedNanoUsd: null });
  expect(error.requestedUsd).toBeNull();
  expect(error.message).toContain('$4.00 held. It resets at');
});

it('is not to be waited for where the period is over already', () => {
  expect(exceeded({ resetsAt: NOON - 1 }).retryAfterMs).toBe(0);
});

it.each([
  [exceeded(), 'BudgetExceededError', 'KAGURA_BUDGET_EXCEEDED', 'daily:agent=search'],
  [new BudgetUnavailableError('monthly'), 'BudgetUnavailableError', 'KAGURA_BUDGET_UNAVAILABLE', '"monthly"'],
  [
    new UnpricedModelError('monthly', 'gpt-9'),
    'UnpricedModelError',
    'KAGURA_UNPRICED_MODEL',
    'model "gpt-9"',
  ],
  [new UnpricedModelError('monthly', null), 'UnpricedModelError', 'KAGURA_UNPRICED_MODEL', 'without a name'],
  [new LedgerUnavailableError('gone'), 'LedgerUnavailableError', 'KAGURA_LEDGER_UNAVAILABLE', 'gone'],
])('%p is told from other errors by its name, its code and its class', (error, name, code, text) => {
  expect(error).toBeInstanceOf(KaguraError);
  expect(error).not.toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({ name, code });
  expect(String(error)).toContain(`${name}: `);
  expect(error.message).toContain(text);
});

it('a ledger that cannot be asked keeps the reason', () => {
  const cause = new Error('ECONNREFUSED');
  expect(new BudgetUnavailableError('monthly', { cause }).cause).toBe(cause);
  expect(new LedgerUnavailableError('gone', { cause }).cause).toBe(cause);
});
