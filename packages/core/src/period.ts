import { dayKey, parseDay, startOfDay } from './calendar-day';
import { ConfigurationError } from './errors';

/** Periods by name. Besides them: `15m` `24h` `7d` `12w`, `2025`, `2025-10`, `2025-W42` and `2025-10-27`. */
export const PERIOD_NAMES = [
  'today',
  'yesterday',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_year',
  'last_year',
  'all',
] as const;

export type PeriodName = (typeof PERIOD_NAMES)[number];

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** Half-open: `start` <= time < `end`. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
  /** What the period is called in a title: `2025-10`, `2025-10-27`, `2025-W42`, `2025`, `24h`, `all`. */
  readonly label: string;
}

export interface PeriodOptions {
  readonly now: Date;
  /** IANA name of the zone whose calendar counts. */
  readonly timeZone: string;
  /** @default 'monday' */
  readonly weekStart?: Weekday | undefined;
}

/** A stretch of whole days, as midnights UTC of its first day and of the day after its last. */
interface Days {
  readonly first: number;
  readonly after: number;
  readonly label: string;
}

interface Today {
  readonly day: number;
  readonly year: number;
  readonly month: number;
  /** Days from Monday to the first day of a week. */
  readonly weekOffset: number;
}

const MS_PER_DAY = 86_400_000;
const DAYS_PER_WEEK = 7;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: MS_PER_DAY, w: 7 * MS_PER_DAY };
export const WEEKDAYS: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];
const FIRST_YEAR = 1970;

/**
 * The range of time that a period means. Calendar periods (`today`, `this_month`, `2025-10`) are whole days of the zone
 * and run to their own end, even if that is still to come; rolling ones (`24h`, `7d`, also written `last_7d`) end now and
 * are exact lengths of time; `all` runs from 1970 to the end of this year.
 *
 * @throws ConfigurationError for a period that is not understood, a zone or weekday that does not exist, an invalid now
 */
export function resolvePeriod(period: string, options: PeriodOptions): Period {
  const { now, timeZone } = options;
  if (!(now instanceof Date) || Number.isNaN(now.getTime())) {
    throw new ConfigurationError('A period needs a valid date as "now".');
  }
  const text = typeof period === 'string' ? period.trim().toLowerCase() : '';
  const today = readToday(options);
  const rolling = rollingPeriod(text, now);
  if (rolling !== undefined) return rolling;
  const days = namedDays(text, today) ?? writtenDays(text, today);
  if (days === undefined) throw unknownPeriod(period);
  const start = text === 'all' ? new Date(0) : startOfDay(days.first, timeZone);
  return { start, end: startOfDay(days.after, timeZone), label: days.label };
}

function readToday({ now, timeZone, weekStart = 'monday' }: PeriodOptions): Today {
  const weekOffset = WEEKDAYS.indexOf(weekStart);
  if (weekOffset < 0) {
    throw new ConfigurationError(
      `Unknown first day of the week "${weekStart}". Valid: ${WEEKDAYS.join(' ')}`,
    );
  }
  const day = Date.parse(`${dayKey(now, timeZone)}T00:00:00Z`);
  const date = new Date(day);
  return { day, year: date.getUTCFullYear(), month: date.getUTCMonth(), weekOffset };
}

function rollingPeriod(text: string, now: Date): Period | undefined {
  const [, amount, unit = ''] = /^(?:last_)?([1-9]\d{0,5})([mhdw])$/.exec(text) ?? [];
  if (amount === undefined) return undefined;
  // Nothing is older than 1970, and a date could not hold all that can be written.
  const start = Math.max(0, now.getTime() - Number(amount) * (UNITS[unit] ?? 0));
  return { start: new Date(start), end: now, label: `${amount}${unit}` };
}

function namedDays(name: string, { day, year, month, weekOffset }: Today): Days | undefined {
  switch (name as PeriodName) {
    case 'today':
      return dayOf(day);
    case 'yesterday':
      return dayOf(day - MS_PER_DAY);
    case 'this_week':
      return weekOf(day, weekOffset);
    case 'last_week':
      return weekOf(day - DAYS_PER_WEEK * MS_PER_DAY, weekOffset);
    case 'this_month':
      return monthOf(year, month);
    case 'last_month':
      return monthOf(year, month - 1);
    case 'this_year':
      return yearOf(year);
    case 'last_year':
      return yearOf(year - 1);
    case 'all':
      return { ...yearOf(year), label: 'all' };
    default:
      return undefined;
  }
}

/** `2025`, `2025-10`, `2025-w42` and `2025-10-27`. */
function writtenDays(text: string, { weekOffset }: Today): Days | undefined {
  const [, yearText, monthText, weekText] = /^(\d{4})(?:-(\d{2})|-w(\d{2}))?$/.exec(text) ?? [];
  if (yearText === undefined) {
    const day = parseDay(text);
    return day === undefined || day < 0 ? undefined : dayOf(day);
  }
  const year = Number(yearText);
  if (year < FIRST_YEAR) return undefined;
  if (weekText !== undefined) {
    // The fourth of January is in the first ISO week.
    const week = weekOf(Date.UTC(year, 0, 4) + (Number(weekText) - 1) * DAYS_PER_WEEK * MS_PER_DAY, 0);
    return week.label === text.toUpperCase() ? weekOf(week.first + 3 * MS_PER_DAY, weekOffset) : undefined;
  }
  if (monthText === undefined) return yearOf(year);
  const month = Number(monthText);
  return month >= 1 && month <= 12 ? monthOf(year, month - 1) : undefined;
}

function dayOf(day: number): Days {
  return { first: day, after: day + MS_PER_DAY, label: isoDay(day) };
}

/** The week that a day is in; it begins `offset` days after a Monday. */
function weekOf(day: number, offset: number): Days {
  const first = day - daysSinceMonday(day - offset * MS_PER_DAY) * MS_PER_DAY;
  // A week has the year and number of the ISO week that it shares most days with: the one its fourth day is in.
  const fourth = first + 3 * MS_PER_DAY;
  const thursday = fourth + (3 - daysSinceMonday(fourth)) * MS_PER_DAY;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / (DAYS_PER_WEEK * MS_PER_DAY)) + 1;
  const label = `${year}-W${String(number).padStart(2, '0')}`;
  return { first, after: first + DAYS_PER_WEEK * MS_PER_DAY, label };
}

function monthOf(year: number, month: number): Days {
  const first = Date.UTC(year, month, 1);
  return { first, after: Date.UTC(year, month + 1, 1), label: isoDay(first).slice(0, 7) };
}

function yearOf(year: number): Days {
  return { first: Date.UTC(year, 0, 1), after: Date.UTC(year + 1, 0, 1), label: String(year) };
}

/** 0 for a Monday to 6 for a Sunday. The first of January 1970 was a Thursday. */
function daysSinceMonday(day: number): number {
  const days = (day / MS_PER_DAY + 3) % DAYS_PER_WEEK;
  return days < 0 ? days + DAYS_PER_WEEK : days;
}

function isoDay(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}

function unknownPeriod(period: unknown): ConfigurationError {
  return new ConfigurationError(
    `Unknown period "${String(period)}". Valid: ${PERIOD_NAMES.join(' ')}, ` +
      'lengths like 15m 24h 7d 12w, and dates like 2025, 2025-10, 2025-W42 and 2025-10-27.',
  );
}
