import { ConfigurationError } from './errors';
import { localTime, zoneOffset } from './zone-clock';

const MS_PER_SECOND = 1000;
const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 24 * MS_PER_HOUR;
/** No zone's clocks have been further from UTC than this. */
const LARGEST_OFFSET = 16 * MS_PER_HOUR;
/** No change of the clocks has set them back by more than this since 1970. */
const LARGEST_SETBACK = 4 * MS_PER_HOUR;

/** A calendar day of a zone: `start` <= time < `end`. */
export interface DayRange {
  readonly start: Date;
  readonly end: Date;
}

/**
 * The calendar day of a zone that an instant belongs to, for example `2025-10-04`. A day begins when its date first
 * shows on the clocks and lasts until the next one begins, so that days do not overlap where clocks are set back over
 * midnight. From 1970 on.
 *
 * @param timeZone IANA name
 * @throws ConfigurationError for an unknown zone or an invalid date
 */
export function dayKey(instant: Date, timeZone: string): string {
  const epochMs = instant.getTime();
  if (Number.isNaN(epochMs)) throw new ConfigurationError('A day was asked of an invalid date.');
  const local = localTime(epochMs, timeZone);
  const next = (Math.floor(local / MS_PER_DAY) + 1) * MS_PER_DAY;
  return toKey(hasBegun(next, { epochMs, local, timeZone }) ? next : local);
}

/**
 * First instant of a calendar day and of the day after it. 23 to 25 hours as a rule, beginning after midnight where the
 * clocks skip it, and empty for a day that a zone skipped (2011-12-30 in Pacific/Apia).
 *
 * @param key a day as `dayKey` gives it
 * @param timeZone IANA name
 * @throws ConfigurationError for an unknown zone or a day that no calendar has
 */
export function dayRange(key: string, timeZone: string): DayRange {
  const day = parseDay(key);
  if (day === undefined) throw new ConfigurationError(`"${key}" is not a day. Write it like 2025-10-04.`);
  return { start: startOfDay(day, timeZone), end: startOfDay(day + MS_PER_DAY, timeZone) };
}

/** Midnight UTC of a day like `2025-10-04`, in milliseconds; `undefined` where there is no such day. */
export function parseDay(key: string): number | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(key) ? Date.parse(`${key}T00:00:00Z`) : Number.NaN;
  // A day that a month lacks is read as one of the next month.
  return Number.isNaN(day) || toKey(day) !== key ? undefined : day;
}

/**
 * First instant at which the clocks of a zone show a day or a later one.
 *
 * @param day midnight UTC of the day, in milliseconds
 * @param timeZone IANA name
 */
export function startOfDay(day: number, timeZone: string): Date {
  const earliest = day - LARGEST_OFFSET;
  const latest = day + LARGEST_OFFSET;
  // Between two changes of the clocks the day can only begin where they show midnight, or right after a change.
  const changes = offsetChanges(earliest, latest, timeZone);
  const starts = [earliest, ...changes];
  for (const [index, from] of starts.entries()) {
    const start = Math.max(from, day - zoneOffset(from, timeZone));
    if (start < (starts[index + 1] ?? Number.POSITIVE_INFINITY)) return new Date(start);
  }
  return new Date(latest);
}

/** The first instants with another offset than the second before, in order, between two instants. */
function offsetChanges(from: number, to: number, timeZone: string): number[] {
  if (zoneOffset(from, timeZone) === zoneOffset(to, timeZone)) return [];
  if (to - from <= MS_PER_SECOND) return [to];
  const middle = from + Math.floor((to - from) / 2 / MS_PER_SECOND) * MS_PER_SECOND;
  return [...offsetChanges(from, middle, timeZone), ...offsetChanges(middle, to, timeZone)];
}

/** Whether a day has begun although the clocks, set back since, show the evening before it again. */
function hasBegun(
  day: number,
  { epochMs, local, timeZone }: { epochMs: number; local: number; timeZone: string },
): boolean {
  if (day - local > LARGEST_SETBACK) return false;
  const wasSetBack = zoneOffset(epochMs, timeZone) < zoneOffset(epochMs - LARGEST_SETBACK, timeZone);
  return wasSetBack && epochMs >= startOfDay(day, timeZone).getTime();
}

function toKey(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}
