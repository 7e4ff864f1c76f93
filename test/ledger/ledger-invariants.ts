import type { BudgetBalance, LedgerEntry, SettleOutcome } from '@kagura/core';
import { canonical, isSame } from './canonical';
import type { CallFact, LedgerFacts } from './ledger-facts';
import type { Answer, Operation } from './ledger-operation';
import { NOTHING, placeKey, type Snapshot } from './ledger-snapshot';

/** One operation, with what was true before it and after it. */
export interface Step {
  readonly operation: Operation;
  readonly answer: Answer;
  /** Asking the same again, so that nothing may happen. */
  readonly isRepeat: boolean;
  /** Some holds were overdue before. */
  readonly hadOverdue: boolean;
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** After it. */
  readonly facts: LedgerFacts;
  /** Thresholds that were told before it. */
  readonly told: ReadonlySet<string>;
}

/** Says what is wrong, if something is. */
type Check = (step: Step) => string | undefined;

export class InvariantBroken extends Error {
  constructor(
    readonly invariant: string,
    what: string,
  ) {
    super(`${invariant}: ${what}`);
  }
}

/** @throws InvariantBroken for the first that does not hold */
export function checkInvariants(step: Step): void {
  for (const [invariant, check] of CHECKS) {
    const what = check(step);
    if (what !== undefined) throw new InvariantBroken(invariant, what);
  }
}

const totalOf = ({ settledNanoUsd, reservedNanoUsd, uncertainNanoUsd }: BudgetBalance): number =>
  settledNanoUsd + reservedNanoUsd + uncertainNanoUsd;

const excessOf = (calls: readonly CallFact[]): number => calls.reduce((sum, { excess }) => sum + excess, 0);

/** What was let through never counts for more than the limit, whatever calls have cost above what was held for them. */
const isWithinLimit: Check = ({ after, facts }) => {
  for (const [id, { limitNanoUsd, mode }] of facts.known) {
    const excess = excessOf(facts.booked(id, facts.startOf(id), Number.POSITIVE_INFINITY));
    const total = totalOf(after.windows.get(id) ?? NOTHING);
    if (mode === 'block' && total - excess > limitNanoUsd)
      return `${id}: ${total} - ${excess} > ${limitNanoUsd}`;
  }
  return undefined;
};

/** A kind of money of every bucket and window is the sum of the calls that are booked there. */
const isSumOfCalls =
  (...kinds: readonly (keyof BudgetBalance)[]): Check =>
  ({ after, facts }) => {
    for (const charge of facts.calls.flatMap(({ charges }) => charges)) {
      const { budgetId, bucket } = charge;
      const balance = after.places.get(placeKey(charge));
      const sum = facts.money(budgetId, bucket, bucket + 1);
      const wrong = balance && kinds.find((kind) => balance[kind] !== sum[kind]);
      if (wrong) return `${placeKey(charge)}: ${wrong} ${balance[wrong]}, not ${sum[wrong]}`;
    }
    for (const [id, balance] of after.windows) {
      const sum = facts.money(id, facts.startOf(id), Number.POSITIVE_INFINITY);
      const wrong = kinds.find((kind) => balance[kind] !== sum[kind]);
      if (wrong) return `${id}: ${wrong} ${balance[wrong]}, not ${sum[wrong]}`;
    }
    return undefined;
  };

const isNeverNegative: Check = ({ after }) => {
  const balances = [...after.places.values(), ...after.windows.values()].flatMap((each) =>
    Object.values(each),
  );
  const wrong = balances.find((amount) => !Number.isSafeInteger(amount) || amount < 0);
  return wrong === undefined ? undefined : `a balance is ${wrong}`;
};

/** Nothing is uncertain of a call whose process lives and whose hold was not overdue. */
const isUncertainForAReason: Check = ({ after, facts }) => {
  const wrong = after.entries.find(({ callId, state, owner, expiresAt }) => {
    const isOverdue = expiresAt <= facts.now;
    return state === 'uncertain' && !isOverdue && !facts.dead.includes(owner) && facts.find(callId);
  });
  return wrong && `${wrong.callId} is uncertain`;
};

/** A call has one entry, which is as the facts want it. */
const hasEachCallOnce: Check = ({ after: { entries }, facts }) => {
  const byId = new Map(entries.map((entry) => [entry.callId, entry]));
  if (byId.size !== entries.length || byId.size !== facts.calls.length) {
    return `${entries.length} entries of ${facts.calls.length} calls`;
  }
  const wrong = facts.calls.find((call) => !isEntryOf(call, byId.get(call.callId)));
  return wrong && `${canonical(byId.get(wrong.callId))}, not ${canonical(wrong)}`;
};

function isEntryOf(call: CallFact, entry: LedgerEntry | undefined): boolean {
  return (
    entry?.state === call.state &&
    entry.countedNanoUsd === call.counted &&
    entry.amountNanoUsd === call.amount &&
    entry.owner === call.owner &&
    entry.createdAt === call.createdAt &&
    entry.expiresAt === call.expiresAt &&
    entry.budgetIds.length === call.charges.length &&
    call.charges.every(({ budgetId }, index) => budgetId === entry.budgetIds[index])
  );
}

/** Keys of the buckets whose money a step has changed. */
function changedPlaces({ before, after }: Step): string[] {
  return [...after.places].flatMap(([key, balance]) =>
    isSameMoney(balance, before.places.get(key) ?? NOTHING) ? [] : [key],
  );
}

function isSameMoney(a: BudgetBalance, b: BudgetBalance): boolean {
  return (
    a.settledNanoUsd === b.settledNanoUsd &&
    a.reservedNanoUsd === b.reservedNanoUsd &&
    a.uncertainNanoUsd === b.uncertainNanoUsd
  );
}

const changesNothing = (step: Step): string | undefined => {
  const changed = changedPlaces(step);
  if (changed.length > 0) return `${step.operation.kind} has changed ${changed.join(', ')}`;
  return isSame(step.before.entries, step.after.entries)
    ? undefined
    : `${step.operation.kind} has changed entries`;
};

const hasNoEffectAgain: Check = (step) => (step.isRepeat ? changesNothing(step) : undefined);

const deniesWithoutATrace: Check = (step) => {
  const { operation, answer, hadOverdue } = step;
  const isHeld = (answer as { outcome?: string } | undefined)?.outcome === 'held';
  return operation.kind !== 'reserve' || isHeld || hadOverdue ? undefined : changesNothing(step);
};

const bookedWhereItWasHeld: Check = (step) => {
  const { operation, facts } = step;
  if (operation.kind !== 'settle') return undefined;
  const own = new Set(facts.find(operation.settlement.callId)?.charges.map(placeKey));
  const wrong = changedPlaces(step).find((key) => !own.has(key));
  return wrong && `a settlement has changed ${wrong}`;
};

/** Calls of a budget of a length of time that began within it never come to more than the limit. */
const isWithinLimitAtAnyTime: Check = ({ facts }) => {
  for (const { id, period, mode, limitNanoUsd } of facts.known.values()) {
    const length = LENGTHS[period];
    if (length === undefined || mode !== 'block') continue;
    const calls = facts.booked(id, 0, Number.POSITIVE_INFINITY);
    for (const { createdAt: end } of calls) {
      const within = calls.filter(({ createdAt }) => createdAt > end - length && createdAt <= end);
      const total = within.reduce((sum, { counted }) => sum + counted, 0) - excessOf(within);
      if (total > limitNanoUsd) return `${id}: ${total} before ${end}, of ${limitNanoUsd}`;
    }
  }
  return undefined;
};

const LENGTHS: Readonly<Record<string, number>> = { '1h': 3_600_000, '15m': 900_000 };

/** What identifies a threshold that is told. */
export function tellingsOf(answer: Answer): string[] {
  const crossings = (answer as Partial<SettleOutcome> | undefined)?.crossings ?? [];
  return crossings.map(({ budgetId, period, threshold }) => `${budgetId} ${period} ${threshold}`);
}

/** Told once, when it is reached, and not before. */
const tellsThresholdsOnce: Check = ({ operation, answer, isRepeat, facts, told }) => {
  if (operation.kind !== 'settle') return undefined;
  const now = tellingsOf(answer);
  const { callId, charges } = operation.settlement;
  const own = new Set(facts.find(callId)?.charges.map(({ budgetId }) => budgetId));
  for (const charge of charges) {
    // Of a length of time that is long past, nobody can tell any more.
    if (facts.isPast(charge)) continue;
    const { budgetId, start, bucketEnd, period, limitNanoUsd: limit } = charge;
    const { settledNanoUsd: settled } = facts.money(budgetId, start, bucketEnd);
    for (const threshold of charge.thresholds) {
      const key = `${budgetId} ${period} ${threshold}`;
      const isReached = limit === 0 ? settled > 0 : settled * 100 >= limit * threshold;
      const isDue = isReached && own.has(budgetId) && !isRepeat && !told.has(key);
      if (now.includes(key) !== isDue)
        return `${key} was ${isDue ? 'not ' : ''}told at ${settled} of ${limit}`;
    }
  }
  return undefined;
};

const CHECKS: readonly (readonly [string, Check])[] = [
  ['I4', isNeverNegative],
  ['I1', isWithinLimit],
  ['I13', isWithinLimitAtAnyTime],
  ['I7', deniesWithoutATrace],
  ['I6', hasNoEffectAgain],
  ['I8', bookedWhereItWasHeld],
  ['I2', isSumOfCalls('settledNanoUsd')],
  ['I3', isSumOfCalls('reservedNanoUsd', 'uncertainNanoUsd')],
  ['I5', isUncertainForAReason],
  ['I6', hasEachCallOnce],
  ['I10', tellsThresholdsOnce],
];
