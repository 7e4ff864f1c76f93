import type { BudgetBalance, BudgetCharge } from '@kagura/core';
import { Instrument, type InstrumentDefinition, type InstrumentLimits } from './instrument';
import { LabelTree } from './label-tree';
import { LABEL } from './labels';
import { CounterSeries } from './series';

const NANO_USD = 1_000_000_000;
/** A ratio is kept in whole millionths. */
const MILLION = 1_000_000;

const dollars = (what: string, description: string): InstrumentDefinition => ({
  name: `kagura.budget.${what}.usd`,
  description,
  unit: '{USD}',
  divisor: NANO_USD,
  labels: [LABEL.budget],
});

const LIMIT = dollars('limit', 'Limit of the budget.');
const SETTLED = dollars('settled', 'What the calls of the budget have cost in its current period.');
const RESERVED = dollars('reserved', 'What is held for running calls and for those whose process died.');
const REMAINING = dollars('remaining', 'What the limit leaves; negative when it is overspent.');

const USED: InstrumentDefinition = {
  name: 'kagura.budget.used.ratio',
  description: 'Part of the limit that is settled or reserved.',
  unit: '1',
  divisor: MILLION,
  labels: [LABEL.budget],
};

const DECISIONS: InstrumentDefinition = {
  name: 'kagura.budget.decisions',
  description: 'What budgets have decided on calls.',
  unit: '{decision}',
  labels: [LABEL.budget, LABEL.decision],
};

const DEGRADED: InstrumentDefinition = {
  name: 'kagura.ledger.degraded',
  description: 'Calls that were let through or stopped while the ledger of the budgets could not be asked.',
  unit: '{decision}',
  labels: [LABEL.decision],
};

const FAILURES: InstrumentDefinition = {
  name: 'kagura.ledger.failures',
  description: 'Times that the ledger of the budgets could not be asked.',
  unit: '{failure}',
  labels: [],
};

type Gauges = Readonly<Record<'limit' | 'settled' | 'reserved' | 'remaining' | 'used', CounterSeries>>;

/** Where budgets stand, as this process heard it last, and what they decided here. */
export class BudgetMetrics {
  readonly counters: readonly Instrument<CounterSeries>[];
  readonly gauges: readonly Instrument<CounterSeries>[];
  readonly #balances: LabelTree<Gauges>;
  readonly #decisions: LabelTree<CounterSeries>;
  readonly #degraded: LabelTree<CounterSeries>;
  readonly #failures: Instrument<CounterSeries>;

  constructor(limits: InstrumentLimits) {
    const make = (definition: InstrumentDefinition) =>
      new Instrument(definition, limits, () => new CounterSeries());
    const { maxSeries } = limits;
    const [limit, settled, reserved, remaining, used] = [
      make(LIMIT),
      make(SETTLED),
      make(RESERVED),
      make(REMAINING),
      make(USED),
    ];
    const [decisions, degraded, failures] = [make(DECISIONS), make(DEGRADED), make(FAILURES)];
    this.gauges = [limit, settled, reserved, remaining, used];
    this.counters = [decisions, degraded, failures];
    this.#balances = new LabelTree({
      labels: [LABEL.budget],
      maxSeries,
      open: (values) => ({
        limit: limit.open(values),
        settled: settled.open(values),
        reserved: reserved.open(values),
        remaining: remaining.open(values),
        used: used.open(values),
      }),
    });
    this.#decisions = new LabelTree({
      labels: [LABEL.budget, LABEL.decision],
      maxSeries,
      open: (values) => decisions.open(values),
    });
    this.#degraded = new LabelTree({
      labels: [LABEL.decision],
      maxSeries,
      open: (values) => degraded.open(values),
    });
    this.#failures = failures;
  }

  decided(budgetId: string, decision: string): void {
    this.#decisions.root.child(budgetId).child(decision).series.add(1);
  }

  balance({ budgetId, limitNanoUsd }: BudgetCharge, balance: BudgetBalance): void {
    const gauges = this.#balances.root.child(budgetId).series;
    const reserved = balance.reservedNanoUsd + balance.uncertainNanoUsd;
    const used = balance.settledNanoUsd + reserved;
    gauges.limit.value = limitNanoUsd;
    gauges.settled.value = balance.settledNanoUsd;
    gauges.reserved.value = reserved;
    gauges.remaining.value = limitNanoUsd - used;
    gauges.used.value = limitNanoUsd === 0 ? MILLION : Math.round((used / limitNanoUsd) * MILLION);
  }

  /** A budget that is gone stands nowhere any more. */
  removed(budgetId: string): void {
    this.#balances.root.remove(budgetId);
    for (const gauge of this.gauges) gauge.close({ [LABEL.budget]: budgetId });
  }

  degraded(decision: string): void {
    this.#degraded.root.child(decision).series.add(1);
    this.unreachable();
  }

  unreachable(): void {
    this.#failures.open({}).add(1);
  }
}
