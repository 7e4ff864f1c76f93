import type { Weekday } from '../period';
import type { BudgetPeriod } from './budget-period';

/** Which calls count for a budget. Every given field must match; none at all is every call. */
export interface BudgetScope {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  readonly user?: string | undefined;
  readonly session?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tag?: { readonly key: string; readonly value: string } | undefined;
}

/**
 * What happens to a call that does not fit. `block`: it fails before it is sent. `warn`: it goes on, and is counted.
 * `downgrade`: it is sent to a cheaper model if that fits, else as `block`. `callback`: a function decides, which only
 * the process has that set the budget; elsewhere as `block`.
 */
export type BudgetMode = 'block' | 'warn' | 'downgrade' | 'callback';

/**
 * How much is held for a call before it is sent. `max`: the most that it can cost. `p99`: by what such calls have cost,
 * half as much again. A number: so many nano-dollars. A function of one process stands as `max` elsewhere.
 */
export type BudgetEstimate = 'max' | 'p99' | number;

/** A call whose most expensive outcome does not fit is refused, or its request's own limit of tokens is lowered. */
export type BudgetTightness = 'reject' | 'clampMaxTokens';

/** What is taken as spent for a call whose process died: all that was held, its input, or nothing. */
export type BudgetLeak = 'estimate' | 'input' | 'release';

/** What happens while the ledger cannot be asked; `local`: within a grace of its own for each process. */
export type LedgerFailurePolicy = 'allow' | 'deny' | 'local';

/** A limit to what calls may cost in a period, as every process sees it. */
export interface Budget {
  readonly id: string;
  readonly period: BudgetPeriod;
  /** Nano-dollars (10⁻⁹ USD), a non-negative safe integer. */
  readonly limitNanoUsd: number;
  readonly scope: BudgetScope;
  /** IANA name of the zone whose calendar counts. */
  readonly timeZone: string;
  readonly weekStart: Weekday;
  readonly mode: BudgetMode;
  readonly estimate: BudgetEstimate;
  readonly onTight: BudgetTightness;
  readonly onLeak: BudgetLeak;
  readonly onLedgerUnavailable: LedgerFailurePolicy;
  /** What a process may spend while the ledger cannot be asked, in nano-dollars. */
  readonly graceNanoUsd: number;
  /** Percentages of the limit that are told once each when settled money reaches them, in rising order. */
  readonly thresholds: readonly number[];
  /** Cheaper model for each model, for `downgrade`. */
  readonly downgradeTo?: Readonly<Record<string, string>> | undefined;
  /** Price of models that have none, in nano-dollars per million tokens of input and output. */
  readonly fallbackPrice?: { readonly inputNanoUsd: number; readonly outputNanoUsd: number } | undefined;
}
