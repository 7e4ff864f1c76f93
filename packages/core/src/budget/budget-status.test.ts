import type { Weekday } from '../period';
import type { BudgetPeriod } from './budget-period';
import { budgetStatus } from './budget-status';

const USD = 1_000_000_000;

function budget(limitUsd: number, period: BudgetPeriod = 'month', timeZone = 'UTC') {
  return { limitNanoUsd: limitUsd * USD, period, timeZone, weekStart: 'monday' satisfies Weekday as Weekday };
}

const balance = (settledUsd: number, reservedUsd = 0, uncertainUsd = 0) => ({
  settledNanoUsd: settledUsd * USD,
  reservedNanoUsd: reservedUsd * USD,
  uncertainNanoUsd: uncertainUsd * USD,
});

const at = (time: string): number => Date.parse(time);

test('uncertain money is spent, held money is not', () => {
  const status = budgetStatus(budget(100), balance(20, 5, 10), at('2025-10-16T12:00:00Z'));
  expect(status).toMatchObject({
    limitNanoUsd: 100 * USD,
    spentNanoUsd: 30 * USD,
    reservedNanoUsd: 5 * USD,
    uncertainNanoUsd: 10 * USD,
    remainingNanoUsd: 70 * USD,
    usedRatio: 0.3,
    state: 'ok',
    startsAt: at('2025-10-01T00:00:00Z'),
    resetsAt: at('2025-11-01T00:00:00Z'),
  });
});

test.each([
  [79, 'ok'],
  [80, 'warn'],
  [100, 'warn'],
  [101, 'over'],
])('with %d of 100 spent at the end of the month it is %s', (spentUsd, state) => {
  expect(budgetStatus(budget(100), balance(spentUsd), at('2025-10-31T23:59:59Z')).state).toBe(state);
});

test('a limit of nothing is kept by spending nothing, and has no ratio', () => {
  const now = at('2025-10-31T00:00:00Z');
  expect(budgetStatus(budget(0), balance(0), now)).toMatchObject({ usedRatio: null, state: 'warn' });
  expect(budgetStatus(budget(0), balance(1), now)).toMatchObject({ usedRatio: null, state: 'over' });
});

describe('the forecast', () => {
  const forecastOf = (period: BudgetPeriod, time: string, timeZone = 'UTC') =>
    budgetStatus(budget(100, period, timeZone), balance(40), at(time)).forecast;

  it('goes on as it went', () => {
    const status = budgetStatus(budget(50), balance(40), at('2025-10-16T12:00:00Z'));
    expect(status.forecast).toEqual({
      nanoUsd: 80 * USD,
      method: 'run_rate',
      at: at('2025-11-01T00:00:00Z'),
    });
    expect(status.state).toBe('warn');
  });

  it('takes a day of 25 hours for what it is', () => {
    // Clocks in Berlin go back on this day: 12:30 hours of 25 have passed at half past eleven.
    expect(forecastOf('day', '2025-10-26T10:30:00Z', 'Europe/Berlin')?.nanoUsd).toBe(80 * USD);
  });

  it.each([
    ['month', '2025-10-02T13:11:00Z', null],
    ['month', '2025-10-02T13:12:00Z', 800 * USD],
    ['day', '2025-10-02T01:11:59Z', null],
    ['day', '2025-10-02T01:12:00Z', 800 * USD],
    ['hour', '2025-10-02T01:59:59Z', null],
    ['7d', '2025-10-02T01:30:00Z', null],
  ] as const)('of a %s at %s is %d', (period, time, nanoUsd) => {
    expect(forecastOf(period, time)?.nanoUsd ?? null).toBe(nanoUsd);
  });

  it('is unknown where it would be no exact number', () => {
    const huge = { settledNanoUsd: Number.MAX_SAFE_INTEGER, reservedNanoUsd: 0, uncertainNanoUsd: 0 };
    expect(budgetStatus(budget(100), huge, at('2025-10-05T00:00:00Z')).forecast).toBeNull();
  });
});

test('a length of time ends always now', () => {
  const status = budgetStatus(budget(100, '7d'), balance(40), at('2025-10-16T12:00:00Z'));
  expect(status).toMatchObject({ resetsAt: null, forecast: null, remainingNanoUsd: 60 * USD });
});
