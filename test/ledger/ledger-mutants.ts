import {
  type BudgetBalance,
  type BudgetCharge,
  chargeOf,
  MemoryLedger,
  type Reservation,
  type ReserveOutcome,
  type Settlement,
  type SettleOutcome,
} from '@kagura/core';

interface Correction extends Pick<BudgetCharge, 'budgetId' | 'bucket'> {
  readonly kind: keyof BudgetBalance;
  readonly nanoUsd: number;
}

/** Keeps its books right, and then says and decides by others. */
class WrongLedger extends MemoryLedger {
  readonly #corrections: Correction[] = [];

  /** Books in places of charges what the ledger would not. */
  protected book(charges: readonly BudgetCharge[], kind: keyof BudgetBalance, nanoUsd: number): void {
    for (const { budgetId, bucket } of charges) this.#corrections.push({ budgetId, bucket, kind, nanoUsd });
  }

  override balances(charges: readonly BudgetCharge[]): readonly BudgetBalance[] {
    return super.balances(charges).map((balance, index) => this.#corrected(balance, charges[index]!));
  }

  protected stateOf(callId: string): string | undefined {
    const states = ['held', 'settled', 'released', 'uncertain'] as const;
    return states.find((state) =>
      this.entries({ state, limit: Number.POSITIVE_INFINITY }).some((entry) => entry.callId === callId),
    );
  }

  #corrected(balance: BudgetBalance, { budgetId, start, bucketEnd }: BudgetCharge): BudgetBalance {
    const corrected = { ...balance };
    for (const { kind, nanoUsd, ...place } of this.#corrections) {
      const isWithin = place.budgetId === budgetId && place.bucket >= start && place.bucket < bucketEnd;
      if (isWithin) corrected[kind] += nanoUsd;
    }
    return corrected;
  }
}

/** Looks whether there is room, and takes it when the call has ended. */
class ChecksThenSpends extends WrongLedger {
  override reserve(reservation: Reservation): ReserveOutcome {
    const isKnown = this.stateOf(reservation.callId) !== undefined;
    const answer = super.reserve(reservation);
    if (answer.outcome === 'held' && !isKnown) {
      this.book(reservation.charges, 'reservedNanoUsd', -reservation.amountNanoUsd);
    }
    return answer;
  }
}

class SettlesTwice extends WrongLedger {
  override settle(settlement: Settlement): SettleOutcome {
    const answer = super.settle(settlement);
    if (!answer.isFirst) this.book(settlement.charges, 'settledNanoUsd', settlement.amountNanoUsd);
    return answer;
  }
}

/** Holds in one budget after the other, and stops at the one that has no room. */
class HoldsInSomeBudgets extends WrongLedger {
  override reserve(reservation: Reservation): ReserveOutcome {
    const answer = super.reserve(reservation);
    if (answer.outcome === 'denied') {
      const before = reservation.charges.slice(0, reservation.charges.indexOf(answer.charge));
      this.book(before, 'reservedNanoUsd', reservation.amountNanoUsd);
    }
    return answer;
  }
}

class NeverExpires extends WrongLedger {
  override reserve(reservation: Reservation): ReserveOutcome {
    return super.reserve({ ...reservation, ttlMs: Number.MAX_SAFE_INTEGER });
  }

  override renew(): void {
    // Nothing ends.
  }
}

class ReleasesWhatHasExpired extends WrongLedger {
  readonly #holds = new Map<string, Reservation>();

  override reserve(reservation: Reservation): ReserveOutcome {
    this.#holds.set(reservation.callId, this.#holds.get(reservation.callId) ?? reservation);
    return super.reserve(reservation);
  }

  override release(callId: string): boolean {
    const hold = this.#holds.get(callId);
    if (hold && this.stateOf(callId) === 'uncertain') {
      this.book(hold.charges, 'reservedNanoUsd', -hold.amountNanoUsd);
    }
    return super.release(callId);
  }
}

/** What comes after the hold has expired is not listened to. */
class DropsLateSettlements extends WrongLedger {
  override settle(settlement: Settlement): SettleOutcome {
    const state = this.stateOf(settlement.callId);
    if (state !== 'uncertain') return super.settle(settlement);
    return { isFirst: false, balances: this.balances(settlement.charges), crossings: [] };
  }
}

class SettlesInThePresent extends WrongLedger {
  readonly #holds = new Map<string, Reservation>();

  override reserve(reservation: Reservation): ReserveOutcome {
    this.#holds.set(reservation.callId, this.#holds.get(reservation.callId) ?? reservation);
    return super.reserve(reservation);
  }

  override settle(settlement: Settlement): SettleOutcome {
    const answer = super.settle(settlement);
    const hold = this.#holds.get(settlement.callId);
    if (hold && answer.isFirst) {
      const ids = hold.charges.map(({ budgetId }) => budgetId);
      const present = this.budgets().budgets.filter(({ id }) => ids.includes(id));
      this.book(hold.charges, 'settledNanoUsd', -settlement.amountNanoUsd);
      this.book(
        present.map((budget) => chargeOf(budget, this.now())),
        'settledNanoUsd',
        settlement.amountNanoUsd,
      );
    }
    return answer;
  }
}

/** Holds no more than there is room for, so that a call of any size gets through. */
class ClampsTheHold extends WrongLedger {
  override reserve(reservation: Reservation): ReserveOutcome {
    const answer = super.reserve(reservation);
    if (answer.outcome !== 'denied') return answer;
    const rooms = reservation.charges.map(({ blocks, limitNanoUsd }, index) => {
      const { settledNanoUsd = 0, reservedNanoUsd = 0, uncertainNanoUsd = 0 } = answer.balances[index] ?? {};
      return blocks ? limitNanoUsd - settledNanoUsd - reservedNanoUsd - uncertainNanoUsd : Infinity;
    });
    const amountNanoUsd = Math.min(...rooms);
    if (amountNanoUsd <= 0) return answer;
    const held = super.reserve({ ...reservation, amountNanoUsd });
    this.book(reservation.charges, 'reservedNanoUsd', reservation.amountNanoUsd - amountNanoUsd);
    return held;
  }
}

/** Takes money for free of which nobody knows whether it was spent. */
class LendsUncertainMoney extends WrongLedger {
  #isDeciding = false;

  override reserve(reservation: Reservation): ReserveOutcome {
    this.#isDeciding = true;
    const answer = super.reserve(reservation);
    this.#isDeciding = false;
    return answer;
  }

  override balances(charges: readonly BudgetCharge[]): readonly BudgetBalance[] {
    const balances = super.balances(charges);
    return this.#isDeciding ? balances.map((balance) => ({ ...balance, uncertainNanoUsd: 0 })) : balances;
  }
}

/** A question that is asked again because its answer was lost is a new question. */
class HoldsAgain extends WrongLedger {
  override reserve(reservation: Reservation): ReserveOutcome {
    const isKnown = this.stateOf(reservation.callId) === 'held';
    const answer = super.reserve(reservation);
    if (isKnown) this.book(reservation.charges, 'reservedNanoUsd', reservation.amountNanoUsd);
    return answer;
  }
}

/** Each process tells for itself. */
class TellsAgain extends WrongLedger {
  override settle(settlement: Settlement): SettleOutcome {
    const answer = super.settle(settlement);
    const crossings = settlement.charges.flatMap((charge, index) => {
      const { budgetId, period, limitNanoUsd } = charge;
      const { settledNanoUsd = 0 } = answer.balances[index] ?? {};
      const reached = charge.thresholds.filter(
        (threshold) => limitNanoUsd > 0 && settledNanoUsd * 100 >= limitNanoUsd * threshold,
      );
      return reached.map((threshold) => ({ budgetId, period, threshold, settledNanoUsd, limitNanoUsd }));
    });
    return { ...answer, crossings: answer.isFirst ? crossings : [] };
  }
}

/** Adds money of the next period to that of a call that is settled late. */
class TellsOfLaterMoney extends WrongLedger {
  override settle(settlement: Settlement): SettleOutcome {
    const charges = settlement.charges.map((charge) => ({ ...charge, bucketEnd: Number.POSITIVE_INFINITY }));
    return super.settle({ ...settlement, charges });
  }
}

/** Forgets part of the oldest bucket of a length of time, of which only a part is past. */
class ForgetsTooEarly extends WrongLedger {
  #isDeciding = false;

  override reserve(reservation: Reservation): ReserveOutcome {
    this.#isDeciding = true;
    const answer = super.reserve(reservation);
    this.#isDeciding = false;
    return answer;
  }

  override balances(charges: readonly BudgetCharge[]): readonly BudgetBalance[] {
    if (!this.#isDeciding) return super.balances(charges);
    return super.balances(
      charges.map((charge) => {
        const { start, bucket, bucketEnd } = charge;
        return start === bucket ? charge : { ...charge, start: start + 5 * (bucketEnd - bucket) };
      }),
    );
  }
}

/** Forgets all holds of a process that has died. */
class ReleasesTheDead extends WrongLedger {
  override expire(options: { readonly limit: number; readonly owner?: string | undefined }): number {
    const dead = this.entries({ state: 'held', limit: options.limit }).filter(
      ({ owner }) => owner === options.owner,
    );
    for (const { callId } of dead) this.release(callId);
    return dead.length + super.expire({ ...options, limit: options.limit - dead.length });
  }
}

/** A period begins anew when the clock is set back. */
class GoesBack extends WrongLedger {
  readonly #clock: () => number;

  constructor(options: { readonly now: () => number }) {
    super(options);
    this.#clock = options.now;
  }

  override now(): number {
    return this.#clock();
  }
}

type Mutant = new (options: { readonly now: () => number }) => MemoryLedger;

/** Ledgers as they were written by others, or nearly here: each with one mistake. */
export const MUTANTS: readonly (readonly [string, Mutant])[] = [
  ['checks, then spends', ChecksThenSpends],
  ['settles twice', SettlesTwice],
  ['holds in some budgets of a denied call', HoldsInSomeBudgets],
  ['never expires', NeverExpires],
  ['gives back a hold that has expired', ReleasesWhatHasExpired],
  ['drops late settlements', DropsLateSettlements],
  ['settles in the current period', SettlesInThePresent],
  ['clamps the hold', ClampsTheHold],
  ['lends uncertain money', LendsUncertainMoney],
  ['holds again', HoldsAgain],
  ['tells a threshold again', TellsAgain],
  ['tells of money of a later period', TellsOfLaterMoney],
  ['forgets too early', ForgetsTooEarly],
  ['releases the dead', ReleasesTheDead],
  ['goes back in time', GoesBack],
];
