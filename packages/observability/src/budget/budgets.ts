import type { Awaitable, Budget, BudgetLedger, Cost, CostOptions, ResolvedBudget } from '@kagura/core';
import { changedBudgets } from '@kagura/store';
import type { ModelCall } from '../model-call';
import { releaseAround } from './admit-frame';
import { attempt, chain } from './awaitable';
import { BudgetBook } from './budget-book';
import { BudgetGuard } from './budget-guard';
import type { BudgetHealth } from './budget-health';
import type { BudgetStamp } from './budget-stamp';
import { CostHistory, type PastCosts } from './cost-history';
import { finishedCall } from './finished-call';
import { LateLedger } from './late-ledger';

/** Where the ledger of a process comes from. */
export interface LedgerSource {
  /** The ledger, if there is one already: a file that does not exist is not made. */
  find(): BudgetLedger | undefined;
  /** @throws LedgerUnavailableError, StoreError */
  open(): BudgetLedger;
}

export interface BudgetsOptions {
  readonly source: LedgerSource;
  /** Budgets of the configuration file, which are put into the ledger where it has them otherwise. */
  readonly configured: readonly Budget[];
  readonly pricing: CostOptions;
  readonly health: BudgetHealth;
  readonly owner: string;
  /** What calls have cost before this process began. */
  readonly pastCosts: PastCosts;
}

/** How often budgets that others have set are looked for, and settlements are told again, in milliseconds. */
const LOOK_MS = 2_000;
/** How often the holds of running calls are renewed: a third of the time that they last. */
const RENEW_MS = 40_000;
/** Calls that are forgotten at one look. */
const PRUNED_AT_ONCE = 1_000;
/** Overdue holds of processes that died, at one look. */
const EXPIRED_AT_ONCE = 100;

/** The budgets of a runtime. As long as there are none, they cost a call nothing but a look at `guard`. */
export class Budgets {
  readonly #options: BudgetsOptions;
  readonly #history: CostHistory;
  readonly #looking: NodeJS.Timeout;
  readonly #renewing: NodeJS.Timeout;
  #opened: BudgetGuard | undefined;
  /** The ledger of the guard, where it could not be opened at first. */
  #late: LateLedger | undefined;
  #successor: Budgets | undefined;
  /** There may be calls in the ledger that ended long ago. */
  #hasOldCalls = false;
  /** Those of the configuration that the ledger was not told yet. */
  #unset: readonly Budget[];

  constructor(options: BudgetsOptions) {
    this.#options = options;
    this.#history = new CostHistory(options.pastCosts);
    this.#unset = options.configured;
    this.#look();
    this.#looking = setInterval(() => this.#look(), LOOK_MS).unref();
    this.#renewing = setInterval(() => this.#renew(), RENEW_MS).unref();
  }

  /** Guards calls; `undefined` while there is no budget. */
  get guard(): BudgetGuard | undefined {
    const opened = this.#opened;
    return opened && (opened.book.budgets.length > 0 || opened.book.learning) ? opened : undefined;
  }

  /** The ledger, where there is one already. */
  get ledger(): BudgetLedger | undefined {
    return this.#opened?.ledger;
  }

  /** @throws LedgerUnavailableError, StoreError */
  get book(): BudgetBook {
    return this.#open().book;
  }

  /** Settlements that the ledger was not told yet. */
  get pendingOperations(): number {
    return this.#opened?.settling.pendingOperations ?? 0;
  }

  /** Sets a budget. Answers the one of the same id that was there before. */
  put(resolved: ResolvedBudget): Awaitable<Budget | undefined> {
    this.#forget(resolved.budget.id);
    return this.book.put(resolved);
  }

  remove(id: string): Awaitable<boolean> {
    this.#forget(id);
    return this.book.remove(id);
  }

  /** Tells its budgets what a model call has cost; answers what to write onto its span. Never throws. */
  settle(call: ModelCall, cost: Cost | null): BudgetStamp | undefined {
    if (this.#successor && !call.hold) return this.#successor.settle(call, cost);
    try {
      // Whoever has used the money is known now: no call around holds any for it.
      if (cost?.nanoUsd != null && this.#opened) releaseAround(call.enclosing);
      const guard = call.hold?.guard ?? this.guard;
      if (guard) return guard.settling.finish(finishedCall(call, cost), call.hold);
    } catch (error) {
      this.#options.health.internalError('budget-settle', error);
    }
    return undefined;
  }

  /** Calls that are still running when another start takes over, and have nothing held yet, are settled there. */
  handOverTo(successor: Budgets): void {
    this.#successor = successor;
  }

  /** Tells the ledger what waits to be told. Never rejects. */
  async flush(): Promise<void> {
    await this.#opened?.settling.flush();
  }

  /** The same as far as it can be done at once. */
  flushNow(): void {
    this.#opened?.settling.replayNow();
  }

  /** Calls that go on are still settled, and their holds renewed: the ledger is closed after the last of them. */
  async close(): Promise<void> {
    clearInterval(this.#looking);
    await this.flush();
    await new Promise<void>((closed) => {
      const opened = this.#opened;
      if (!opened) {
        clearInterval(this.#renewing);
        closed();
        return;
      }
      opened.settling.whenIdle(() => void this.#closeLedger(opened).then(closed));
      if (!opened.settling.isIdle) closed();
    });
  }

  async #closeLedger({ settling, ledger }: BudgetGuard): Promise<void> {
    clearInterval(this.#renewing);
    await settling.flush();
    try {
      await ledger.close();
    } catch (error) {
      this.#options.health.unreachable(error);
    }
    this.#opened = undefined;
  }

  #open(): BudgetGuard {
    this.#opened ??= this.#guardOf(this.#options.source.open());
    return this.#opened;
  }

  #guardOf(ledger: BudgetLedger): BudgetGuard {
    const { pricing, health, owner } = this.#options;
    const book = new BudgetBook(ledger, health, this.#unset);
    return new BudgetGuard({ book, history: this.#history, pricing, health, owner });
  }

  /** What the code says of a budget comes after the configuration file. */
  #forget(id: string): void {
    this.#unset = this.#unset.filter((budget) => budget.id !== id);
  }

  #putConfigured(ledger: BudgetLedger): Awaitable<void> {
    if (this.#unset.length === 0) return undefined;
    return chain(ledger.budgets(), ({ budgets }) => {
      const [budget] = changedBudgets(this.#unset, budgets);
      if (budget === undefined) {
        this.#unset = [];
        return undefined;
      }
      return chain(ledger.putBudget(budget), () => {
        this.#forget(budget.id);
        return this.#putConfigured(ledger);
      });
    });
  }

  /** Opens the ledger where there is one, or budgets for it. @throws what opening it throws */
  #find(): BudgetGuard | undefined {
    const { source } = this.#options;
    if (this.#opened) {
      this.#late?.open();
    } else if (this.#unset.length === 0) {
      const ledger = source.find();
      if (ledger) this.#opened = this.#guardOf(ledger);
    } else {
      try {
        this.#opened = this.#guardOf(source.open());
      } catch (error) {
        this.#late = new LateLedger(() => source.open(), error);
        this.#opened = this.#guardOf(this.#late);
        throw error;
      }
    }
    return this.#opened;
  }

  /** Off the call path, too. */
  #renew(): void {
    const opened = this.#opened;
    if (!opened) return;
    void opened.settling.renew();
    this.#hasOldCalls = true;
  }

  /** Forgets calls that ended long ago, a few at a look until there are no more. */
  #prune({ ledger }: BudgetGuard): Awaitable<void> {
    if (!this.#hasOldCalls) return undefined;
    const before = ledger.now() - ledger.callsKeptMs;
    return chain(ledger.prune({ before, limit: PRUNED_AT_ONCE }), (count) => {
      this.#hasOldCalls = count >= PRUNED_AT_ONCE;
    });
  }

  /** Off the call path: budgets of other processes, holds of dead ones, and what the ledger missed. */
  #look(): void {
    const { health } = this.#options;
    void attempt<unknown>(
      () => {
        const opened = this.#find();
        if (!opened) return undefined;
        void opened.settling.replay();
        const isTelling = this.#unset.length > 0;
        const asked = chain(this.#putConfigured(opened.ledger), () => opened.book.refresh());
        const refreshed = isTelling ? opened.book.awaited(asked) : asked;
        return chain(refreshed, () =>
          chain(opened.ledger.expire({ limit: EXPIRED_AT_ONCE }), () =>
            chain(opened.book.look(), () => this.#prune(opened)),
          ),
        );
      },
      (error) => health.unreachable(error),
    );
  }
}
