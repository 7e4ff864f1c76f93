import type { Budget } from '@kagura/core';
import * as fc from 'fast-check';
import { budgetOf } from './ledger-requests';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MOST_BUDGETS = 4;

/** No hold lasts longer unless it is renewed. */
export const LONGEST_TTL_MS = 2 * HOUR;

/** Calendars whose hours, days and weeks begin where one would not expect it, and lengths of time. */
const BUDGETS: readonly Budget[] = [
  { id: 'hour in Kathmandu', period: 'hour', timeZone: 'Asia/Kathmandu' } as const,
  { id: 'day in Sao Paulo', period: 'day', timeZone: 'America/Sao_Paulo' } as const,
  { id: 'week in Cairo', period: 'week', timeZone: 'Africa/Cairo', weekStart: 'friday' } as const,
  { id: 'month on Lord Howe', period: 'month', timeZone: 'Australia/Lord_Howe' } as const,
  { id: 'hour, of which is only told', mode: 'warn', limitNanoUsd: 50 } as const,
  { id: 'any hour', period: '1h' } as const,
  { id: 'any quarter', period: '15m', limitNanoUsd: 70 } as const,
].map((fields) => budgetOf({ thresholds: [20, 50, 80, 100], ...fields }));

/** Shortly before days, weeks and months end in the zones of the budgets, some of them when the clocks are set. */
const STARTS: readonly number[] = [
  Date.UTC(2018, 10, 4, 2, 40),
  Date.UTC(2024, 3, 25, 21, 40),
  Date.UTC(2026, 2, 31, 12, 50),
  Date.UTC(2026, 3, 4, 14, 20),
  Date.UTC(2026, 6, 12, 9, 10),
];

/** What happens to a ledger, before it is known which calls there are: `pick` chooses one of them. */
export type Command =
  | {
      readonly kind: 'reserve';
      readonly pick: number;
      /** The id of a call that is known. */
      readonly isAgain: boolean;
      readonly owner: number;
      readonly budgets: readonly number[];
      readonly amount: number;
      readonly leak: number;
      readonly ttlMs: number;
      /** How long ago the charges were made. */
      readonly lagMs: number;
      readonly isOutdated: boolean;
    }
  | {
      readonly kind: 'settle';
      readonly pick: number;
      /** A call that nothing was held for. */
      readonly isUnknown: boolean;
      /** Cost as part of what was held. */
      readonly ratio: number;
      readonly budgets: readonly number[];
      /** The charges are made anew instead of those of the reservation. */
      readonly isRecharged: boolean;
    }
  | { readonly kind: 'release' | 'forgive'; readonly pick: number }
  | { readonly kind: 'renew'; readonly owner: number; readonly ttlMs: number }
  | { readonly kind: 'expire'; readonly limit: number; readonly isOfDead: boolean }
  | { readonly kind: 'tick'; readonly ms: number }
  /** Nobody tells again of the calls of a process. */
  | { readonly kind: 'crash'; readonly owner: number }
  | { readonly kind: 'putBudget'; readonly budget: number; readonly limit: number }
  | { readonly kind: 'removeBudget'; readonly budget: number };

export interface History {
  readonly start: number;
  /** Few, so that their limits are reached. Commands choose among them. */
  readonly budgets: readonly Budget[];
  readonly commands: readonly Command[];
}

/** The first calls are those that are open: mostly one of these, now and then any. */
const pick = fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(30) });
const owner = fc.nat(2);
const budget = fc.nat(MOST_BUDGETS - 1);
const budgets = fc.uniqueArray(budget, { maxLength: 3 });
const ttlMs = fc.constantFrom(SECOND, 30 * SECOND, 2 * MINUTE, 2 * MINUTE, LONGEST_TTL_MS);

const reserve = fc.record({
  kind: fc.constant('reserve' as const),
  pick,
  isAgain: fc.constantFrom(false, false, false, false, true),
  owner,
  budgets,
  amount: fc.nat(60),
  leak: fc.constantFrom(1, 1, 0.5, 0),
  ttlMs,
  lagMs: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(HOUR) }),
  isOutdated: fc.constantFrom(...new Array<boolean>(9).fill(false), true),
});

const settle = fc.record({
  kind: fc.constant('settle' as const),
  pick,
  isUnknown: fc.constantFrom(false, false, false, false, false, false, true),
  ratio: fc.constantFrom(1, 1, 0.5, 0.9, 0, 2),
  budgets,
  isRecharged: fc.constantFrom(false, false, false, true),
});

const tick = fc.record({
  kind: fc.constant('tick' as const),
  ms: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 2 * MINUTE }) },
    { weight: 2, arbitrary: fc.integer({ min: 10 * MINUTE, max: 70 * MINUTE }) },
    // Shortly before and after the windows of lengths of time end.
    { weight: 2, arbitrary: fc.integer({ min: 14 * MINUTE, max: 15.5 * MINUTE }) },
    { weight: 2, arbitrary: fc.integer({ min: 56 * MINUTE, max: 61 * MINUTE }) },
    { weight: 1, arbitrary: fc.integer({ min: DAY, max: 33 * DAY }) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * HOUR, max: -1 }) },
  ),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: reserve },
  { weight: 7, arbitrary: settle },
  { weight: 6, arbitrary: tick },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('release' as const, 'forgive' as const), pick }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), owner, ttlMs }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('expire' as const), limit: fc.nat(4), isOfDead: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), owner }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('putBudget' as const),
      budget,
      limit: fc.constantFrom(0, 40, 100, 150),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeBudget' as const), budget }) },
);

/** Arrays are short unless they are asked to be long, and some mistakes show only after a while. */
export const histories: fc.Arbitrary<History> = fc.record({
  start: fc.constantFrom(...STARTS),
  budgets: fc.shuffledSubarray([...BUDGETS], { minLength: 1, maxLength: MOST_BUDGETS }),
  commands: fc.array(command, { minLength: 1, maxLength: 40, size: 'max' }),
});
