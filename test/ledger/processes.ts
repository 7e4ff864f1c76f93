import { type Budget, type BudgetCharge, chargeOf } from '@kagura/core';
import type { CallFact, LedgerFacts } from './ledger-facts';
import type { Command } from './ledger-histories';
import type { Operation } from './ledger-operation';

type Of<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

/** Those who call: of a process that has died, nobody ever tells again. */
export class Processes {
  readonly #facts: LedgerFacts;
  readonly #budgets: readonly Budget[];
  /** How often each has died. */
  readonly #deaths = [0, 0, 0];

  constructor(facts: LedgerFacts, budgets: readonly Budget[]) {
    this.#facts = facts;
    this.#budgets = budgets;
  }

  crash(owner: number): void {
    this.#facts.dead.push(this.#nameOf(owner));
    this.#deaths[owner] = (this.#deaths[owner] ?? 0) + 1;
  }

  crashAll(): void {
    for (const owner of this.#deaths.keys()) this.crash(owner);
  }

  /** What a command means, by the calls that there are; `undefined` where there is none that it could mean. */
  operationOf(command: Exclude<Command, { kind: 'tick' | 'crash' }>): Operation | undefined {
    switch (command.kind) {
      case 'reserve':
        return this.#reserve(command);
      case 'settle':
        return this.#settle(command);
      case 'release':
        return onCall(command.kind, this.#living(command.pick));
      case 'forgive':
        return onCall(command.kind, at(this.#facts.calls, command.pick));
      case 'renew': {
        const owner = this.#nameOf(command.owner);
        const callIds = this.#facts.calls.filter((call) => call.owner === owner).map(({ callId }) => callId);
        return { kind: 'renew', callIds, ttlMs: command.ttlMs };
      }
      case 'expire': {
        const owner = command.isOfDead ? this.#facts.dead.at(-1) : undefined;
        return { kind: 'expire', limit: command.limit, owner };
      }
      case 'putBudget':
        return {
          kind: 'putBudget',
          budget: { ...this.#budgetAt(command.budget), limitNanoUsd: command.limit },
        };
      case 'removeBudget':
        return { kind: 'removeBudget', id: this.#budgetAt(command.budget).id };
    }
  }

  #reserve(command: Of<'reserve'>): Operation {
    const { amount, isOutdated, ttlMs, lagMs } = command;
    const known = command.isAgain ? this.#living(command.pick) : undefined;
    const reservation = {
      callId: known?.callId ?? this.#nextId(),
      amountNanoUsd: amount,
      leakNanoUsd: Math.floor(amount * command.leak),
      charges: known?.charges ?? this.#chargesOf(command.budgets, this.#facts.now - lagMs),
      ttlMs,
      owner: known?.owner ?? this.#nameOf(command.owner),
    };
    return { kind: 'reserve', reservation, isOutdated };
  }

  #settle(command: Of<'settle'>): Operation | undefined {
    const { now } = this.#facts;
    const call = command.isUnknown ? undefined : this.#living(command.pick);
    if (call === undefined && !command.isUnknown) return undefined;
    const [callId, most] = [call?.callId ?? this.#nextId(), call?.amount ?? command.pick];
    const charges =
      call === undefined || command.isRecharged ? this.#chargesOf(command.budgets, now) : call.charges;
    return {
      kind: 'settle',
      settlement: { callId, amountNanoUsd: Math.round(most * command.ratio), charges },
    };
  }

  #chargesOf(picks: readonly number[], now: number): readonly BudgetCharge[] {
    const ids = new Set(picks.map((pick) => this.#budgetAt(pick).id));
    return [...ids].flatMap((id) => {
      const budget = this.#facts.budgets.get(id);
      return budget === undefined ? [] : [chargeOf(budget, now)];
    });
  }

  #budgetAt(pick: number): Budget {
    return this.#budgets[pick % this.#budgets.length]!;
  }

  /** A call of a process that lives; those that are open come first. */
  #living(pick: number): CallFact | undefined {
    const living = this.#facts.calls.filter(({ owner }) => !this.#facts.dead.includes(owner));
    const isOpen = ({ state }: CallFact): boolean => state === 'held' || state === 'uncertain';
    return at([...living.filter(isOpen), ...living.filter((call) => !isOpen(call))], pick);
  }

  #nextId(): string {
    return `call ${this.#facts.calls.length + 1}`;
  }

  #nameOf(owner: number): string {
    return `process ${owner}.${this.#deaths[owner]}`;
  }
}

function at(calls: readonly CallFact[], pick: number): CallFact | undefined {
  return calls[pick % calls.length];
}

function onCall(kind: 'release' | 'forgive', call: CallFact | undefined): Operation | undefined {
  return call && { kind, callId: call.callId };
}
