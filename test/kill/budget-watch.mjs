import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';

const require = createRequire(import.meta.url);
const { chargeOf, resolveBudget } = require('../../packages/core/dist/index.js');
const { openLedger } = require('../../packages/store/dist/index.js');

const LOOK_EVERY_MS = 10;

/** One for every call, one for those of an agent, and one whose window goes on and on. */
function budgetsOf(limit) {
  const make = (period, options, limitNanoUsd) => ({
    ...resolveBudget(period, { limitUsd: 1, ...options }, { timeZone: 'UTC' }).budget,
    limitNanoUsd,
  });
  return [
    make('yearly', { id: 'all' }, limit),
    make('yearly', { id: 'one', agent: 'agent-0' }, Math.floor(limit / 4)),
    make('24h', { id: 'day' }, limit),
  ];
}

/** Looks again and again, through a connection of its own, whether more is spent and held than the limits allow. */
export class BudgetWatch {
  looks = 0;
  /** Looks that have found a budget exceeded, in words. */
  exceeded = [];
  /** By budget: the most that was settled, reserved and uncertain at once. */
  most = {};
  #ledger;
  #room;
  #isStopping = false;
  #looking;

  /** @param room what may be spent from each look on; all that may ever be spent where `isRaising` is false */
  constructor({ path, room, isRaising }) {
    this.#ledger = openLedger({ path });
    this.#room = room;
    this.#setLimits(room);
    this.#looking = this.#keepLooking(isRaising);
  }

  async stop() {
    this.#isStopping = true;
    await this.#looking;
    this.#look();
    this.#ledger.close();
  }

  async #keepLooking(isRaising) {
    while (!this.#isStopping) {
      try {
        const spent = this.#look();
        if (isRaising) this.#setLimits(spent + this.#room);
      } catch (error) {
        if (error.code !== 'KAGURA_LEDGER_UNAVAILABLE' || error.cause?.code !== 'KAGURA_DB_LOCKED')
          throw error;
      }
      await delay(LOOK_EVERY_MS);
    }
  }

  #setLimits(limit) {
    for (const budget of budgetsOf(limit)) {
      const known = this.#ledger.budgets().budgets.find(({ id }) => id === budget.id);
      if (known === undefined || known.limitNanoUsd < budget.limitNanoUsd) this.#ledger.putBudget(budget);
    }
  }

  /** Answers what counts for the budget of all calls. Limits only rise: they are read after the money. */
  #look() {
    const now = this.#ledger.now();
    const charges = this.#ledger.budgets().budgets.map((budget) => chargeOf(budget, now));
    const balances = this.#ledger.balances(charges);
    const limits = new Map(this.#ledger.budgets().budgets.map(({ id, limitNanoUsd }) => [id, limitNanoUsd]));
    for (const [index, { budgetId }] of charges.entries()) {
      const { settledNanoUsd, reservedNanoUsd, uncertainNanoUsd } = balances[index];
      const sum = settledNanoUsd + reservedNanoUsd + uncertainNanoUsd;
      this.most[budgetId] = Math.max(this.most[budgetId] ?? 0, sum);
      if (sum > limits.get(budgetId)) this.exceeded.push(`${budgetId}: ${sum} of ${limits.get(budgetId)}`);
    }
    this.looks += 1;
    return this.most.all ?? 0;
  }
}
