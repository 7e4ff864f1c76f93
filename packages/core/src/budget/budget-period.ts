import { ConfigurationError } from '../errors';
import { memoize } from '../memoize';
import { resolvePeriod, type Weekday } from '../period';
import { hourOf } from './hour';

type CalendarPeriod = 'hour' | 'day' | 'week' | 'month' | 'year';

/** Calendar periods, and lengths of time that end now: `15m` `24h` `7d` `12w`. */
export type BudgetPeriod = CalendarPeriod | `${number}${'m' | 'h' | 'd' | 'w'}`;

/** Where a budget's money is booked at a moment, and from where on it counts. All in milliseconds since the Unix epoch. */
export interface BudgetWindow {
  /** Bucket that is charged: the instant it begins, at or before the moment. */
  readonly bucket: number;
  /** The bucket ends, after the moment. */
  readonly bucketEnd: number;
  /** First bucket that counts. The same as `bucket` for a calendar period; a length of time has some sixty of them. */
  readonly start: number;
  /** Stands for the period in which every threshold is told once. */
  readonly period: number;
}

export interface BudgetCalendar {
  readonly period: BudgetPeriod;
  /** IANA name. */
  readonly timeZone: string;
  readonly weekStart: Weekday;
}

/** Buckets of a length of time. One more than these counts: the oldest counts in full, although part of it is past. */
const BUCKETS = 60;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const LONGEST_MS = 366 * 86_400_000;

const NAMES: Readonly<Record<string, CalendarPeriod>> = {
  hour: 'hour',
  hourly: 'hour',
  day: 'day',
  daily: 'day',
  week: 'week',
  weekly: 'week',
  month: 'month',
  monthly: 'month',
  year: 'year',
  yearly: 'year',
};

const CURRENT = { day: 'today', week: 'this_week', month: 'this_month', year: 'this_year' } as const;

/**
 * Reads a budget's period as people write it: `monthly` or `month`, and lengths like `24h`.
 *
 * @throws ConfigurationError for anything else
 */
export function parseBudgetPeriod(text: string): BudgetPeriod {
  const written = typeof text === 'string' ? text.trim().toLowerCase() : '';
  const calendar = Object.hasOwn(NAMES, written) ? NAMES[written] : undefined;
  if (calendar !== undefined) return calendar;
  const length = lengthOf(written);
  if (length !== undefined && length <= LONGEST_MS) return written as BudgetPeriod;
  throw new ConfigurationError(
    `Unknown budget period ${JSON.stringify(text)}. Valid: hourly daily weekly monthly yearly, ` +
      'and lengths of up to a year like 15m 24h 7d 12w.',
  );
}

/** Milliseconds of a period that is a length of time; `undefined` for a calendar period. */
export function lengthOf(period: string): number | undefined {
  const [, amount, unit = ''] = /^([1-9]\d{0,5})([mhdw])$/.exec(period) ?? [];
  return amount === undefined ? undefined : Number(amount) * (UNITS[unit] ?? 0);
}

/** Where the money of a call at a moment is booked, and from where on money counts at that moment. */
export function budgetWindow(calendar: BudgetCalendar, now: number): BudgetWindow {
  const length = lengthOf(calendar.period);
  if (length !== undefined) return rollingWindow(length, now);
  const known = lastWindowOf(`${calendar.period} ${calendar.timeZone} ${calendar.weekStart}`);
  if (known.window === undefined || now < known.window.bucket || now >= known.window.bucketEnd) {
    known.window = calendarWindow(calendar, now);
  }
  return known.window;
}

function rollingWindow(length: number, now: number): BudgetWindow {
  const size = length / BUCKETS;
  const bucket = Math.floor(now / size) * size;
  return {
    bucket,
    bucketEnd: bucket + size,
    start: bucket - length,
    period: Math.floor(now / length) * length,
  };
}

/** To find where a period of the calendar begins takes long, and it is the same until it ends. */
const lastWindowOf = memoize((_calendar: string): { window: BudgetWindow | undefined } => ({
  window: undefined,
}));

function calendarWindow({ period, timeZone, weekStart }: BudgetCalendar, now: number): BudgetWindow {
  if (period === 'hour') {
    const { start, end } = hourOf(now, timeZone);
    return { bucket: start, bucketEnd: end, start, period: start };
  }
  const name = CURRENT[period as keyof typeof CURRENT];
  const dates = resolvePeriod(name, { now: new Date(now), timeZone, weekStart });
  const start = dates.start.getTime();
  return { bucket: start, bucketEnd: dates.end.getTime(), start, period: start };
}
