import { dayKey } from '../calendar-day';
import { WEEKDAYS } from '../period';
import type { Budget, BudgetMode } from './budget';
import { periodAdverb } from './budget-id';
import { readIdentity } from './budget-identity';
import { readModels } from './budget-models';
import type { BudgetDefaults, BudgetOptions, ResolvedBudget } from './budget-options';
import { parseBudgetPeriod } from './budget-period';
import { OptionChecks } from './option-checks';

const DEFAULT_THRESHOLDS: readonly number[] = [50, 80, 100];
const HIGHEST_THRESHOLD = 1_000;
const HIGHEST_DEFAULT_GRACE_NANO_USD = 1_000_000_000;
const GRACE_DIVISOR = 100;

/** Checked by the compiler to be all of them. */
const OPTIONS: Readonly<Record<keyof BudgetOptions, true>> = {
  limitUsd: true,
  id: true,
  agent: true,
  model: true,
  provider: true,
  user: true,
  session: true,
  tenant: true,
  tag: true,
  mode: true,
  estimate: true,
  onTight: true,
  onLeak: true,
  onLedgerUnavailable: true,
  graceUsd: true,
  thresholds: true,
  downgradeTo: true,
  fallbackPrice: true,
  timeZone: true,
  weekStart: true,
};

/** The names of the options of a budget. */
export const BUDGET_OPTION_NAMES: readonly string[] = Object.keys(OPTIONS);

/**
 * The budget that options mean, with every default filled in.
 *
 * @param period `hourly` `daily` `weekly` `monthly` `yearly`, or a length of time that ends now: `15m` `24h` `7d`
 * @throws ConfigurationError for an option that is unknown or cannot work, with the value received
 */
export function resolveBudget(
  period: string,
  options: BudgetOptions,
  defaults: BudgetDefaults,
): ResolvedBudget {
  const parsed = parseBudgetPeriod(period);
  const given = typeof options?.id === 'string' && options.id !== '' ? options.id : periodAdverb(parsed);
  const checks = new OptionChecks(`Budget "${given}"`);
  checks.members(options, BUDGET_OPTION_NAMES);
  const limitNanoUsd = checks.amount('limitUsd', options.limitUsd);
  const { mode, decide } = readMode(options, checks);
  const { estimate, estimateFunction } = readEstimate(options, checks);
  const { id, scope } = readIdentity(parsed, options, checks);
  const budget: Budget = {
    id,
    period: parsed,
    limitNanoUsd,
    scope,
    ...readCalendar(options, defaults, checks),
    mode,
    estimate,
    ...readPolicies(options, { mode, limitNanoUsd }, checks),
    thresholds: readThresholds(options, checks),
    ...readModels(options, mode, checks),
  };
  return { budget, ...(decide && { decide }), ...(estimateFunction && { estimateFunction }) };
}

function readMode(
  { mode = 'block' }: BudgetOptions,
  checks: OptionChecks,
): { readonly mode: BudgetMode } & Pick<ResolvedBudget, 'decide'> {
  if (typeof mode === 'function') return { mode: 'callback', decide: mode };
  return { mode: checks.choice('mode', mode, ['block', 'warn', 'downgrade'] as const) };
}

function readEstimate(
  { estimate = 'max' }: BudgetOptions,
  checks: OptionChecks,
): Pick<Budget, 'estimate'> & Pick<ResolvedBudget, 'estimateFunction'> {
  if (typeof estimate === 'function') return { estimate: 'max', estimateFunction: estimate };
  if (typeof estimate === 'string' && !/^[+\d.]/.test(estimate.trim())) {
    return { estimate: checks.choice('estimate', estimate, ['max', 'p99'] as const) };
  }
  return { estimate: checks.amount('estimate', estimate) };
}

function readCalendar(
  options: BudgetOptions,
  defaults: BudgetDefaults,
  checks: OptionChecks,
): Pick<Budget, 'timeZone' | 'weekStart'> {
  const timeZone = checks.text('timeZone', options.timeZone) ?? defaults.timeZone;
  dayKey(new Date(0), timeZone);
  const { weekStart = defaults.weekStart ?? 'monday' } = options;
  return { timeZone, weekStart: checks.choice('weekStart', weekStart, WEEKDAYS) };
}

function readPolicies(
  options: BudgetOptions,
  { mode, limitNanoUsd }: Pick<Budget, 'mode' | 'limitNanoUsd'>,
  checks: OptionChecks,
): Pick<Budget, 'onTight' | 'onLeak' | 'onLedgerUnavailable' | 'graceNanoUsd'> {
  const isStrict = mode === 'block' || mode === 'downgrade';
  const { onTight = 'reject', onLeak = mode === 'warn' ? 'release' : 'estimate' } = options;
  const { onLedgerUnavailable = isStrict ? 'local' : 'allow' } = options;
  return {
    onTight: checks.choice('onTight', onTight, ['reject', 'clampMaxTokens'] as const),
    onLeak: checks.choice('onLeak', onLeak, ['estimate', 'input', 'release'] as const),
    onLedgerUnavailable: checks.choice('onLedgerUnavailable', onLedgerUnavailable, [
      'allow',
      'deny',
      'local',
    ] as const),
    graceNanoUsd:
      options.graceUsd === undefined
        ? Math.min(Math.floor(limitNanoUsd / GRACE_DIVISOR), HIGHEST_DEFAULT_GRACE_NANO_USD)
        : checks.amount('graceUsd', options.graceUsd),
  };
}

function readThresholds({ thresholds }: BudgetOptions, checks: OptionChecks): readonly number[] {
  if (thresholds === undefined) return DEFAULT_THRESHOLDS;
  const isPercentage = (value: unknown): boolean =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= HIGHEST_THRESHOLD;
  if (!Array.isArray(thresholds) || !Array.from(thresholds).every(isPercentage)) {
    throw checks.refused('thresholds', thresholds, 'a list of whole percentages from 1 to 1000');
  }
  return [...new Set<number>(thresholds)].sort((a, b) => a - b);
}
