import {
  type Budget,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetLedger,
  type BudgetSet,
  type EntryState,
  type LedgerEntry,
  LedgerUnavailableError,
  type Reservation,
  type ReserveOutcome,
  type Settlement,
  type SettleOutcome,
} from '@kagura/core';
import type { SettlementJournal } from './journal/settlement-journal';
import { Undelivered, type UndeliveredSettlement } from './journal/undelivered';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Of so many late deliveries the outcome is kept for whoever asks again. */
const MOST_OUTCOMES = 10_000;
/** How long `close` goes on delivering. */
const CLOSING_MS = 2_000;

/** A ledger in Redis with what it has not been told yet. */
export interface RedisBudgetLedger extends BudgetLedger {
  readonly name: 'redis';
  /** Settlements that may not have been delivered yet, those of earlier processes included. */
  readonly pendingSettlements: number;
  /** Settlements that were delivered later than they were asked for. */
  readonly replayed: number;
  /** Settlements that are nowhere, since there was no room to keep them. */
  readonly lostSettlements: number;
}

export interface JournaledLedgerOptions {
  readonly ledger: BudgetLedger;
  readonly journal?: SettlementJournal | undefined;
  readonly onReplayed?: ((settlement: Settlement, outcome: SettleOutcome) => void) | undefined;
  readonly onWarning: (message: string) => void;
}

/**
 * Keeps settlements that could not be delivered, and delivers them in their order when the ledger answers again: after
 * the next operation that succeeds, or by itself after a pause that grows. The settlement that failed is rejected all
 * the same, so that whoever asked knows that no balance was counted.
 */
export class JournaledLedger implements RedisBudgetLedger {
  readonly name = 'redis';
  readonly isSynchronous = false;
  readonly callsKeptMs: number;
  readonly #ledger: BudgetLedger;
  readonly #journal: SettlementJournal | undefined;
  readonly #undelivered: Undelivered;
  readonly #onReplayed: JournaledLedgerOptions['onReplayed'];
  readonly #onWarning: (message: string) => void;
  readonly #outcomes = new Map<string, SettleOutcome>();
  #delivering: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #replayed = 0;
  #closesAt = Number.POSITIVE_INFINITY;

  constructor({ ledger, journal, onReplayed, onWarning }: JournaledLedgerOptions) {
    this.#ledger = ledger;
    this.callsKeptMs = ledger.callsKeptMs;
    this.#journal = journal;
    this.#undelivered = new Undelivered(journal);
    this.#onReplayed = onReplayed;
    this.#onWarning = onWarning;
    this.#deliverSoon();
  }

  get pendingSettlements(): number {
    return this.#undelivered.size;
  }

  get replayed(): number {
    return this.#replayed;
  }

  get lostSettlements(): number {
    return this.#undelivered.lost;
  }

  now(): number {
    return this.#ledger.now();
  }

  async reserve(reservation: Reservation): Promise<ReserveOutcome> {
    return this.#hasAnswered(await this.#ledger.reserve(reservation));
  }

  async settle(settlement: Settlement): Promise<SettleOutcome> {
    const late = this.#outcomes.get(settlement.callId);
    if (late !== undefined) {
      this.#outcomes.delete(settlement.callId);
      return late;
    }
    const asked = this.#undelivered.of(settlement.callId) ?? {
      settlement,
      receipt: this.#journal?.record(settlement) ?? { file: undefined, delivered: () => undefined },
    };
    try {
      const outcome = await this.#ledger.settle(asked.settlement);
      this.#undelivered.delivered(asked);
      return this.#hasAnswered(outcome);
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError)) {
        this.#undelivered.delivered(asked);
        throw error;
      }
      throw this.#keep(asked, error);
    }
  }

  async release(callId: string): Promise<boolean> {
    return this.#hasAnswered(await this.#ledger.release(callId));
  }

  async renew(callIds: readonly string[], ttlMs: number): Promise<void> {
    return this.#hasAnswered(await this.#ledger.renew(callIds, ttlMs));
  }

  async expire(options: { readonly limit: number; readonly owner?: string | undefined }): Promise<number> {
    return this.#hasAnswered(await this.#ledger.expire(options));
  }

  async forgive(callId: string): Promise<number | undefined> {
    return this.#hasAnswered(await this.#ledger.forgive(callId));
  }

  async balances(charges: readonly BudgetCharge[]): Promise<readonly BudgetBalance[]> {
    return this.#hasAnswered(await this.#ledger.balances(charges));
  }

  async entries(query: {
    readonly state: EntryState;
    readonly limit: number;
  }): Promise<readonly LedgerEntry[]> {
    return this.#hasAnswered(await this.#ledger.entries(query));
  }

  async budgets(): Promise<BudgetSet> {
    return this.#hasAnswered(await this.#ledger.budgets());
  }

  async putBudget(budget: Budget): Promise<Budget | undefined> {
    return this.#hasAnswered(await this.#ledger.putBudget(budget));
  }

  async removeBudget(id: string): Promise<boolean> {
    return this.#hasAnswered(await this.#ledger.removeBudget(id));
  }

  async prune(options: { readonly before: number; readonly limit: number }): Promise<number> {
    return this.#hasAnswered(await this.#ledger.prune(options));
  }

  /** Delivers what it can in two seconds. The rest stays in the journal for the next process. */
  async close(): Promise<void> {
    this.#closesAt = performance.now() + CLOSING_MS;
    await this.#deliver();
    clearTimeout(this.#timer);
    await this.#ledger.close();
    this.#journal?.close();
  }

  #keep(asked: UndeliveredSettlement, error: LedgerUnavailableError): LedgerUnavailableError {
    const isKept = this.#undelivered.keep(asked);
    this.#deliverSoon();
    const fate = isKept ? 'The settlement is kept until it can.' : 'There is no room to keep the settlement.';
    return new LedgerUnavailableError(`${error.message} ${fate}`, { cause: error.cause });
  }

  #hasAnswered<T>(answer: T): T {
    if (this.#undelivered.size > 0) void this.#deliver();
    return answer;
  }

  /** The timer alone does not keep the process alive. */
  #deliverSoon(): void {
    if (
      this.#undelivered.size === 0 ||
      this.#timer !== undefined ||
      this.#closesAt < Number.POSITIVE_INFINITY
    )
      return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#deliver();
    }, this.#pauseMs).unref();
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  /** Never rejects. */
  #deliver(): Promise<void> {
    this.#delivering ??= this.#undelivered
      .deliver((settlement) => this.#replay(settlement))
      .then(
        () => {
          this.#pauseMs = FIRST_PAUSE_MS;
        },
        () => this.#deliverSoon(),
      )
      .finally(() => {
        this.#delivering = undefined;
      });
    return this.#delivering;
  }

  async #replay(settlement: Settlement): Promise<void> {
    if (performance.now() > this.#closesAt) throw new Error('the ledger is closing');
    try {
      const outcome = await this.#ledger.settle(settlement);
      if (outcome.isFirst) this.#tell(settlement, outcome);
    } catch (error) {
      if (error instanceof LedgerUnavailableError) throw error;
      // It would stand in the way of all others forever.
      this.#onWarning(`A settlement cannot be delivered, and is left out: ${describe(error)}`);
    }
  }

  #tell(settlement: Settlement, outcome: SettleOutcome): void {
    this.#replayed += 1;
    // Whoever was told that it could not be delivered may ask again, and is to learn which thresholds it has crossed.
    this.#outcomes.set(settlement.callId, outcome);
    for (const callId of this.#outcomes.keys()) {
      if (this.#outcomes.size <= MOST_OUTCOMES) break;
      this.#outcomes.delete(callId);
    }
    try {
      this.#onReplayed?.(settlement, outcome);
    } catch (error) {
      this.#onWarning(`onReplayed has failed: ${describe(error)}`);
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
