import type { Usd } from '../override-rates';
import type { Weekday } from '../period';
import type { Budget, BudgetLeak, BudgetTightness, LedgerFailurePolicy } from './budget';
import type { BudgetedCall } from './budget-charge';

/** What a budget's own function is told about a call that does not fit. Amounts are exact decimals in US dollars. */
export interface BudgetQuestion extends BudgetedCall {
  readonly budgetId: string;
  readonly limitUsd: string;
  readonly settledUsd: string;
  /** Held for other calls, uncertain money included. */
  readonly reservedUsd: string;
  /** What the call would hold. */
  readonly requestedUsd: string;
}

/** Let the call be, stop it, or send it to another model. */
export type BudgetAnswer = 'allow' | 'deny' | { readonly model: string };

/** Decides on a call that does not fit. */
export type BudgetDecision = (question: BudgetQuestion) => BudgetAnswer | Promise<BudgetAnswer>;

/** Says how many US dollars a call may cost. */
export type BudgetEstimator = (call: BudgetedCall) => number | string;

/** What a budget is, beside its period. */
export interface BudgetOptions {
  /** US dollars that calls may cost in a period, 0 or more. */
  readonly limitUsd: Usd;
  /** @default made of the period and of what the budget counts, such as `monthly:agent=research` */
  readonly id?: string | undefined;
  /** Only calls of this agent; as the fields below, where several are given all of them must match. */
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly tenant?: string | undefined;
  /** `'team=search'`, or the same in two fields. */
  readonly tag?: string | { readonly key: string; readonly value: string } | undefined;
  /**
   * What happens to a call that does not fit. `block`: it fails before it is sent. `warn`: it goes on, and is counted.
   * `downgrade`: it is sent to the model of `downgradeTo`, if it fits then. A function decides in this process, and
   * has 50 ms; in other processes the budget blocks.
   *
   * @default 'block'
   */
  readonly mode?: 'block' | 'warn' | 'downgrade' | BudgetDecision | undefined;
  /**
   * What is held for a call until its cost is known: the most it can cost, what such calls have cost before with a
   * margin, or so many US dollars. A function says it in this process; others hold the most.
   *
   * @default 'max'
   */
  readonly estimate?: 'max' | 'p99' | Usd | BudgetEstimator | undefined;
  /** @default 'reject' */
  readonly onTight?: BudgetTightness | undefined;
  /** @default 'estimate', and 'release' for `warn` */
  readonly onLeak?: BudgetLeak | undefined;
  /** @default 'local' for `block` and `downgrade`, else 'allow' */
  readonly onLedgerUnavailable?: LedgerFailurePolicy | undefined;
  /** US dollars that each process may spend while the ledger cannot be asked. @default 1 % of the limit, at most 1 */
  readonly graceUsd?: Usd | undefined;
  /** Whole percentages of the limit to tell of, 1 to 1000. @default [50, 80, 100] */
  readonly thresholds?: readonly number[] | undefined;
  /** The cheaper model for each model, needed for `downgrade` and for nothing else. */
  readonly downgradeTo?: Readonly<Record<string, string>> | undefined;
  /** Price of models that have none. Without it a budget that stops calls refuses such models. */
  readonly fallbackPrice?:
    | { readonly inputUsdPerMillion: Usd; readonly outputUsdPerMillion: Usd }
    | undefined;
  /** IANA name of the zone whose days and months count. @default the one of reports */
  readonly timeZone?: string | undefined;
  /** @default 'monday' */
  readonly weekStart?: Weekday | undefined;
}

/** A budget, and the functions that only the process has that was given them. */
export interface ResolvedBudget {
  readonly budget: Budget;
  readonly decide?: BudgetDecision | undefined;
  readonly estimateFunction?: BudgetEstimator | undefined;
}

/** What counts where an option does not say. */
export interface BudgetDefaults {
  /** IANA name. */
  readonly timeZone: string;
  /** @default 'monday' */
  readonly weekStart?: Weekday | undefined;
}
