import type { BudgetForecast } from './budget/forecast';
import { type CostReportBudget, type CostReportData, formatCostReport } from './cost-report-text';
import type { CostGroup, CostTotals } from './cost-totals';

const CENT = 10_000_000;

function totals(nanoUsd: number | null, overrides: Partial<CostTotals> = {}): CostTotals {
  return {
    calls: 10,
    pricedCalls: 10,
    unpricedCalls: 0,
    estimatedCalls: 0,
    failedCalls: 0,
    status: 'exact',
    nanoUsd,
    inputNanoUsd: nanoUsd,
    cachedReadNanoUsd: 0,
    cacheWriteNanoUsd: 0,
    outputNanoUsd: 0,
    feesNanoUsd: 0,
    inputTokens: 0,
    cachedReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    ...overrides,
  };
}

function group(key: string | null, nanoUsd: number | null, overrides: Partial<CostTotals> = {}): CostGroup {
  return { key, totals: totals(nanoUsd, overrides) };
}

/** A budget of 100 dollars with so many cents left of it. */
function budgetOf(cents: number, forecast: BudgetForecast | null = null): CostReportBudget {
  const state = cents < 0 ? 'over' : cents <= 2_000 || forecast ? 'warn' : 'ok';
  const money = { limitNanoUsd: 10_000 * CENT, remainingNanoUsd: cents * CENT };
  return { ...money, state, forecast, timeZone: 'Asia/Tokyo' };
}

const TWO_AGENTS: CostReportData = {
  title: 'Cost Report (2025-10)',
  totals: totals(9787 * CENT),
  byAgent: [group('expensive_agent', 8542 * CENT), group('my_agent', 1245 * CENT)],
  byModel: [group('gpt-4o', 8542 * CENT), group('gpt-4o-mini', 1245 * CENT)],
  budget: budgetOf(213),
};

describe('the text of a cost report', () => {
  it('is the report of the SDK', () => {
    const text = formatCostReport(
      {
        title: 'Monthly Cost Report (2025-10)',
        totals: totals(8542 * CENT),
        byAgent: [group('expensive_agent', 8542 * CENT)],
        byModel: [group('gpt-4o', 8542 * CENT)],
        byDay: [group('2025-10-04', 8542 * CENT)],
        budget: budgetOf(1458),
      },
      { style: 'report' },
    );
    expect(text).toBe(`Monthly Cost Report (2025-10)
================================
Total: $85.42

By Agent:
  expensive_agent: $85.42 (100%)

By Model:
  gpt-4o: $85.42 (100%)

By Day:
  2025-10-04: $85.42

Budget: $100.00
Remaining: $14.58`);
  });

  it('is the report of the command', () => {
    expect(formatCostReport(TWO_AGENTS, { style: 'command' })).toBe(`Cost Report (2025-10)
=====================
Total: $97.87

By Agent:
  expensive_agent: $85.42 (87.3%)
  my_agent:        $12.45 (12.7%)

By Model:
  gpt-4o:      $85.42 (87.3%)
  gpt-4o-mini: $12.45 (12.7%)

Budget: $100.00
Remaining: $2.13 ⚠️`);
  });

  it('aligns decimal points and wide names in the command only', () => {
    const byAgent = [group('検索', 1_234_560_000_000), group(null, 34_100_000), group('idle', null)];
    expect(agentBlock({ byAgent }, 'command')).toEqual([
      '  検索:       $1,234.56   (>99.9%)',
      '  (no agent):     $0.0341 (<0.1%)',
      '  idle:            —',
    ]);
    expect(agentBlock({ byAgent }, 'report')).toEqual([
      '  検索: $1,234.56 (>99.9%)',
      '  (no agent): $0.0341 (<0.1%)',
      '  idle: —',
    ]);
  });

  it('folds what exceeds the row limit into one row, so that the block still adds up', () => {
    const byAgent = ['a', 'b', 'c', 'd'].map((key, index) => group(key, (4 - index) * 100 * CENT));
    expect(agentBlock({ byAgent }, 'command', 2)).toEqual([
      '  a:        $4.00 (40%)',
      '  b:        $3.00 (30%)',
      '  … 2 more: $3.00 (30%)',
    ]);
  });

  it('keeps the newest days and folds the earlier ones', () => {
    const byDay = ['2025-10-01', '2025-10-02', '2025-10-03'].map((key) => group(key, 100 * CENT));
    const text = formatCostReport({ ...TWO_AGENTS, byDay }, { style: 'command', maxRows: 1 });
    expect(text).toContain('By Day:\n  … 2 earlier: $2.00\n  2025-10-03:  $1.00\n');
  });

  it('says that a total is a lower bound and names the models without a price', () => {
    const partial = { calls: 2522, pricedCalls: 2480, unpricedCalls: 42, status: 'partial' } as const;
    const text = formatCostReport(
      {
        title: 'Cost Report (2025-10)',
        totals: totals(4321 * CENT, partial),
        byModel: [group('gpt-4o', 4321 * CENT), group('glm-5.2', null, { ...partial, status: 'unpriced' })],
        unpriced: [
          { model: 'glm-5.2', provider: 'zhipu', calls: 41, tokens: 118_204 },
          { model: null, provider: null, calls: 1, tokens: 0 },
        ],
      },
      { style: 'command' },
    );
    expect(text).toBe(`Cost Report (2025-10)
=====================
Total: ≥ $43.21

By Model:
  gpt-4o:  $43.21 (100%)
  glm-5.2:   —

⚠ Unpriced models: 42 of 2,522 calls have no price (1.7%)
  glm-5.2  41 calls, 118,204 tokens
  (unknown model)  1 call, no usage reported
  Add a price: kagura pricing missing says how; or use the option pricing.overrides of startObservability.
  Report missing usage: call recordUsage(response) in the method that calls the model.`);
  });

  it('says how many calls rest on estimates', () => {
    const text = formatCostReport(
      { title: 'T', totals: totals(CENT, { estimatedCalls: 3, status: 'estimated' }) },
      { style: 'report' },
    );
    expect(text).toContain('\n\n≈ 3 of 10 calls are priced from estimated usage.');
  });

  it.each([
    [2_000, 'Remaining: $20.00 ⚠️'],
    [2_001, 'Remaining: $20.01'],
    [-500, 'Remaining: $0.00, over budget by $5.00 ⚠️'],
  ])('with %p cents left of 100 dollars prints %s', (cents, line) => {
    const budget = budgetOf(cents);
    const command = formatCostReport({ ...TWO_AGENTS, budget }, { style: 'command' });
    expect(command.split('\n').at(-1)).toBe(line);
    const report = formatCostReport({ ...TWO_AGENTS, budget }, { style: 'report' });
    expect(report.split('\n').at(-1)).toBe(line.replace(' ⚠️', ''));
  });

  it('adds the forecast in the command, marked as what it is', () => {
    const budget = budgetOf(6_000, {
      nanoUsd: 12_345 * CENT,
      method: 'run_rate',
      at: Date.parse('2025-10-31T15:00:00Z'),
    });
    const command = formatCostReport({ ...TWO_AGENTS, budget }, { style: 'command' });
    expect(command.split('\n').slice(-3)).toEqual([
      'Budget: $100.00',
      'Remaining: $60.00 ⚠️',
      'Forecast: $123.45 by 2025-10-31 (linear run rate, no promise)',
    ]);
    expect(formatCostReport({ ...TWO_AGENTS, budget }, { style: 'report' })).toMatch(/Remaining: \$60\.00$/);
  });

  it('obeys no control characters in names', () => {
    const byAgent = [group('evil\u001b[2J\nTotal: $0.00', 100 * CENT)];
    expect(agentBlock({ byAgent }, 'report')).toEqual(['  evil Total: $0.00: $1.00 (100%)']);
  });
});

function agentBlock(data: Partial<CostReportData>, style: 'report' | 'command', maxRows?: number): string[] {
  const text = formatCostReport({ title: 'T', totals: totals(CENT), ...data }, { style, maxRows });
  const lines = text.split('\n');
  return lines.slice(lines.indexOf('By Agent:') + 1);
}
