import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerCheck, readFacts } from './check-ledger.mjs';
import { runSpendLoop } from './spend-loop.mjs';

/**
 * Runs processes that spend from one ledger, in a folder of its own, and tells what became of it: what the loop tells, and
 * what is in the books then and after what the journals say was settled once more.
 */
export async function spendAndReport(size) {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-spend-'));
  try {
    const { path, journals, ...loop } = await runSpendLoop({ folder, ...size });
    const facts = readFacts(journals);
    const check = new LedgerCheck(path);
    const report = { ...loop, ...booksOf(check, facts) };
    check.close();
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function booksOf(check, facts) {
  const amountOf = (budgetId) =>
    [...facts.values()].reduce((sum, fact) => sum + (fact.budgetIds.includes(budgetId) ? fact.amount : 0), 0);
  const ofEach = (ask) =>
    Object.fromEntries(['all', 'one', 'day'].map((budgetId) => [budgetId, ask(budgetId)]));
  return {
    facts: facts.size,
    spent: ofEach(amountOf),
    integrity: check.integrity(),
    left: ofEach((budgetId) => check.left(budgetId)),
    held: check.count('held'),
    uncertain: check.count('uncertain'),
    wronglySettled: check.wronglySettled(facts),
    differences: check.differences(),
    // From here on with what was spent before a process was killed, and not settled.
    replayed: check.replay(facts),
    settled: ofEach((budgetId) => check.money(budgetId).settled),
    differencesAfterReplay: check.differences(),
  };
}
