import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { chargeOf } = require('../../packages/core/dist/index.js');
const { openLedger } = require('../../packages/store/dist/index.js');
// The same SQLite as the ledger's: one process must not use two on one file.
const { DatabaseSync } = require('../../packages/store/dist/driver.js').loadDriver();

const ALL = 1_000_000_000;

/** What journals say: what each call has cost in which budgets, and whether the ledger has answered. */
export function readFacts(journals) {
  const facts = new Map();
  for (const journal of journals) {
    for (const line of readJournal(journal)) {
      const [callId, amount, budgetIds = ''] = line.split(' ');
      if (amount === 'told') facts.get(callId).isTold = true;
      else facts.set(callId, { amount: Number(amount), budgetIds: budgetIds.split(','), isTold: false });
    }
  }
  return facts;
}

function readJournal(journal) {
  try {
    return readFileSync(journal, 'utf8').split('\n').slice(0, -1);
  } catch (error) {
    // Its process was killed before it made one.
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Reads a ledger after all processes that have spent from it are gone, as the next process finds it. */
export class LedgerCheck {
  #ledger;
  #sqlite;

  constructor(path) {
    this.#ledger = openLedger({ path });
    this.#sqlite = new DatabaseSync(path);
  }

  integrity() {
    return this.#all('PRAGMA integrity_check')
      .map((row) => row.integrity_check)
      .join('; ');
  }

  /** How many calls are in a state. */
  count(state) {
    return this.#all(`SELECT count(*) AS count FROM entry WHERE state = '${state}'`)[0].count;
  }

  /** Balances that are not the sum of their entries, in words. */
  differences() {
    const kept = 'SELECT budget_id, bucket, settled, reserved, uncertain FROM balance';
    const added = `
      SELECT budget_id, bucket, sum(iif(state = 'settled', counted, 0)), sum(iif(state = 'held', counted, 0)),
        sum(iif(state = 'uncertain', counted, 0))
      FROM entry_bucket JOIN entry ON entry.id = entry_id GROUP BY budget_id, bucket`;
    return this.#all(
      `SELECT * FROM (${kept} EXCEPT ${added}) UNION ALL SELECT * FROM (${added} EXCEPT ${kept})`,
    ).map((row) => Object.values(row).join(' '));
  }

  /** Calls that the ledger has settled otherwise than the journals say, or not at all although it has said so. */
  wronglySettled(facts) {
    const settled = new Map(
      this.#ledger.entries({ state: 'settled', limit: ALL }).map((entry) => [entry.callId, entry]),
    );
    const wrong = [...settled].filter(([callId, { countedNanoUsd, budgetIds }]) => {
      const fact = facts.get(callId);
      return fact?.amount !== countedNanoUsd || fact.budgetIds.join() !== budgetIds.join();
    });
    const lost = [...facts].filter(([callId, { isTold }]) => isTold && !settled.has(callId));
    return [...wrong, ...lost].map(([callId]) => callId);
  }

  /** Settles all that the journals say, as a program does that comes back after a crash. Answers how much was new. */
  replay(facts) {
    const budgets = new Map(this.#ledger.budgets().budgets.map((budget) => [budget.id, budget]));
    let settled = 0;
    for (const [callId, { amount, budgetIds }] of facts) {
      const charges = budgetIds.map((id) => chargeOf(budgets.get(id), this.#ledger.now()));
      if (this.#ledger.settle({ callId, amountNanoUsd: amount, charges }).isFirst) settled += 1;
    }
    return settled;
  }

  /** Of a budget, in nano-dollars: settled, reserved and uncertain, in all of its windows. */
  money(budgetId) {
    const [row] = this.#all(
      `SELECT total(settled) AS settled, total(reserved) AS reserved, total(uncertain) AS uncertain
      FROM balance WHERE budget_id = '${budgetId}'`,
    );
    return row;
  }

  /** What may still be spent of a budget. */
  left(budgetId) {
    const { settled, reserved, uncertain } = this.money(budgetId);
    const { limitNanoUsd } = this.#ledger.budgets().budgets.find(({ id }) => id === budgetId);
    return limitNanoUsd - settled - reserved - uncertain;
  }

  close() {
    this.#sqlite.close();
    this.#ledger.close();
  }

  #all(sql) {
    return this.#sqlite.prepare(sql).all();
  }
}
