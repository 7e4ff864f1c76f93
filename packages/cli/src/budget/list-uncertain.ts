import { formatRfc3339, formatTimestamp, formatUsd, type LedgerEntry } from '@kagura/core';
import { textTable } from '../pricing/text-table';
import { usdNumber } from '../print/json-money';
import { printReport } from '../report-output';
import type { BudgetContext } from './budget-context';
import { readingLedger } from './with-ledger';

const COLUMNS = [
  { title: 'Call' },
  { title: 'Counted', alignRight: true },
  { title: 'Agent' },
  { title: 'Model' },
  { title: 'Began' },
  { title: 'Budgets' },
];
const UNKNOWN = '—';

export async function listUncertain(context: BudgetContext): Promise<void> {
  const limit = context.options.limit || Number.MAX_SAFE_INTEGER;
  const calls = await readingLedger(
    context,
    (ledger) => ledger?.entries({ state: 'uncertain', limit }) ?? [],
  );
  printReport(context, {
    command: 'budget uncertain',
    range: null,
    text: () =>
      calls.length === 0
        ? 'What every call has cost is known, or is still awaited.'
        : textTable(
            COLUMNS,
            calls.map((call) => rowOf(call, context.timeZone)),
          ).join('\n'),
    json: () => ({ data: { calls: calls.map((call) => callJson(call, context.timeZone)) } }),
    warnings: calls.length === 0 ? [] : ['Where a call was not billed: kagura budget forgive <call>'],
  });
}

function rowOf(call: LedgerEntry, timeZone: string): readonly string[] {
  return [
    call.callId,
    formatUsd(call.countedNanoUsd),
    call.agent ?? UNKNOWN,
    call.model ?? UNKNOWN,
    formatTimestamp(new Date(call.createdAt), timeZone),
    call.budgetIds.join(' '),
  ];
}

function callJson(call: LedgerEntry, timeZone: string): Record<string, unknown> {
  return {
    call_id: call.callId,
    amount_usd: usdNumber(call.countedNanoUsd),
    agent: call.agent,
    model: call.model,
    started_at: formatRfc3339(new Date(call.createdAt), timeZone),
    budgets: call.budgetIds,
  };
}
