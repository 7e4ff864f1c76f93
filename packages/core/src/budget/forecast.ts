import { divideUp } from '../money';
import { type BudgetWindow, lengthOf } from './budget-period';

/** What a budget will have spent at the end of its period if it goes on as it went until now. */
export interface BudgetForecast {
  readonly nanoUsd: number;
  /** Spent, divided by the time that has passed, times the length of the period. No promise. */
  readonly method: 'run_rate';
  /** End of the period, in milliseconds since the Unix epoch. */
  readonly at: number;
}

export interface SpentInWindow {
  readonly period: string;
  readonly window: BudgetWindow;
  readonly spentNanoUsd: number;
  readonly now: number;
}

const LEAST_SHARE = 20;
const LEAST_MS = 3_600_000;

/**
 * `null` for a length of time, which has no end, and for as long as less than an hour or less than a twentieth of the
 * period has passed: a few calls would decide it.
 */
export function forecast({ period, window, spentNanoUsd, now }: SpentInWindow): BudgetForecast | null {
  if (lengthOf(period) !== undefined) return null;
  const length = window.bucketEnd - window.start;
  const elapsed = Math.floor(now - window.start);
  if (elapsed < LEAST_MS || elapsed * LEAST_SHARE < length) return null;
  const nanoUsd = Number(divideUp(BigInt(spentNanoUsd) * BigInt(length), BigInt(elapsed)));
  return Number.isSafeInteger(nanoUsd) ? { nanoUsd, method: 'run_rate', at: window.bucketEnd } : null;
}
