import { randomUUID } from 'node:crypto';
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
import { amountArgument, chargeArguments } from './charge-arguments';
import { readCrossings, readEntries, readReservation } from './read-replies';
import { ReplyReader } from './reply-reader';
import type { ScriptRunner } from './script-runner';
import { BALANCES } from './scripts/balances';
import { BUDGETS, PUT_BUDGET, REMOVE_BUDGET, RESTORE_BUDGETS } from './scripts/budgets';
import { ENTRIES } from './scripts/entries';
import { EXPIRE } from './scripts/expire';
import { FORGIVE } from './scripts/forgive';
import { PRUNE } from './scripts/prune';
import { RELEASE } from './scripts/release';
import { RENEW } from './scripts/renew';
import { RESERVE } from './scripts/reserve';
import type { Script } from './scripts/script';
import { SETTLE } from './scripts/settle';
import type { ServerClock } from './server-clock';

export interface ScriptedLedgerOptions {
  readonly runner: ScriptRunner;
  readonly clock: ServerClock;
  /** What all keys begin with. */
  readonly root: string;
  readonly keepCallsMs: number;
}

interface KnownBudgets extends BudgetSet {
  readonly epoch: string;
}

/** A ledger in which every operation is one script, and its clock the server's. */
export class ScriptedLedger implements BudgetLedger {
  readonly name = 'redis';
  readonly isSynchronous = false;
  readonly callsKeptMs: number;
  readonly #runner: ScriptRunner;
  readonly #clock: ServerClock;
  readonly #keys: readonly string[];
  #known: KnownBudgets = { epoch: '', version: 0, budgets: [] };

  constructor({ runner, clock, root, keepCallsMs }: ScriptedLedgerOptions) {
    this.#runner = runner;
    this.#clock = clock;
    this.#keys = [root];
    this.callsKeptMs = keepCallsMs;
  }

  now(): number {
    return this.#clock.now();
  }

  async reserve(reservation: Reservation): Promise<ReserveOutcome> {
    const { callId, amountNanoUsd, leakNanoUsd, version, ttlMs, owner, agent, model, charges } = reservation;
    const args = [
      callId,
      amountArgument('amountNanoUsd', amountNanoUsd),
      amountArgument('leakNanoUsd', leakNanoUsd),
      String(version),
      String(ttlMs),
      owner,
      agent ?? '',
      model ?? '',
      ...chargeArguments(charges),
    ];
    const { outcome, time } = await this.#ask(RESERVE, args, (reply, time) => ({
      outcome: readReservation(reply, charges),
      time,
    }));
    if (outcome.outcome === 'stale' && outcome.reason === 'clock') this.#clock.set(time);
    return outcome;
  }

  async settle({ callId, amountNanoUsd, charges }: Settlement): Promise<SettleOutcome> {
    const args = [callId, amountArgument('amountNanoUsd', amountNanoUsd), ...chargeArguments(charges)];
    return this.#ask(SETTLE, args, (reply) => ({
      isFirst: reply.text() === 'first',
      balances: reply.balances(charges),
      crossings: readCrossings(reply),
    }));
  }

  async release(callId: string): Promise<boolean> {
    return this.#ask(RELEASE, [callId], (reply) => reply.text() === '1');
  }

  async renew(callIds: readonly string[], ttlMs: number): Promise<void> {
    if (callIds.length === 0) return;
    await this.#ask(RENEW, [String(ttlMs), ...callIds], () => undefined);
  }

  async expire({ limit, owner = '' }: { limit: number; owner?: string | undefined }): Promise<number> {
    return this.#ask(EXPIRE, [String(limit), owner], (reply) => reply.number());
  }

  async forgive(callId: string): Promise<number | undefined> {
    return this.#ask(FORGIVE, [callId], (reply) => (reply.isAtEnd ? undefined : reply.number()));
  }

  async balances(charges: readonly BudgetCharge[]): Promise<readonly BudgetBalance[]> {
    return this.#ask(BALANCES, chargeArguments(charges), (reply) => reply.balances(charges));
  }

  async entries({ state, limit }: { state: EntryState; limit: number }): Promise<readonly LedgerEntry[]> {
    return this.#ask(ENTRIES, [state, String(limit)], readEntries);
  }

  async budgets(): Promise<BudgetSet> {
    const found = await this.#ask(BUDGETS, [], readBudgets);
    const isOther = found.epoch !== this.#known.epoch && this.#known.budgets.length > 0;
    // The server has lost its data. Without budgets every call would pass, so those that were known are put back.
    this.#known = isOther ? await this.#restore() : found;
    const { version, budgets } = this.#known;
    return { version, budgets };
  }

  async putBudget(budget: Budget): Promise<Budget | undefined> {
    const args = [budget.id, JSON.stringify(budget), randomUUID()];
    return this.#ask(PUT_BUDGET, args, (reply) => (reply.isAtEnd ? undefined : JSON.parse(reply.text())));
  }

  async removeBudget(id: string): Promise<boolean> {
    return this.#ask(REMOVE_BUDGET, [id], (reply) => reply.text() === '1');
  }

  async prune({ before, limit }: { before: number; limit: number }): Promise<number> {
    return this.#ask(PRUNE, [String(before), String(limit)], (reply) => reply.number());
  }

  async close(): Promise<void> {
    this.#runner.close();
  }

  #restore(): Promise<KnownBudgets> {
    const definitions = this.#known.budgets.flatMap((budget) => [budget.id, JSON.stringify(budget)]);
    return this.#ask(
      RESTORE_BUDGETS,
      [randomUUID(), String(this.#known.version), ...definitions],
      readBudgets,
    );
  }

  async #ask<T>(
    script: Script,
    args: readonly string[],
    read: (reply: ReplyReader, time: number) => T,
  ): Promise<T> {
    const header = [this.#clock.argument, String(this.callsKeptMs)];
    const answer = await this.#runner.run({ script, keys: this.#keys, args: [...header, ...args] });
    try {
      const reply = new ReplyReader(answer);
      const time = reply.number();
      this.#clock.see(time);
      return read(reply, time);
    } catch (cause) {
      throw new LedgerUnavailableError('The budget ledger in Redis has answered what cannot be read.', {
        cause,
      });
    }
  }
}

function readBudgets(reply: ReplyReader): KnownBudgets {
  const [epoch, version] = [reply.text(), reply.number()];
  const budgets: Budget[] = [];
  while (!reply.isAtEnd) budgets.push(JSON.parse(reply.text()));
  return { epoch, version, budgets };
}
