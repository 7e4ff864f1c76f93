import { parseDay } from './calendar-day';
import { localTime, zoneOffset } from './zone-clock';

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Date and time of day in a zone: `2025-10-04 10:30:15`.
 *
 * @param timeZone IANA name
 * @throws ConfigurationError for a zone that the runtime does not know
 */
export function formatTimestamp(date: Date, timeZone: string): string {
  return isoText(localTime(date.getTime(), timeZone)).slice(0, 19).replace('T', ' ');
}

/**
 * RFC 3339 with the zone's offset: `2025-10-04T10:30:15.000+09:00`. The same instant whatever the zone.
 *
 * @param timeZone IANA name
 * @throws ConfigurationError for a zone that the runtime does not know
 */
export function formatRfc3339(date: Date, timeZone: string): string {
  const epochMs = date.getTime();
  // RFC 3339 has no seconds in an offset; some old offsets do.
  const minutes = Math.trunc(zoneOffset(epochMs, timeZone) / MS_PER_MINUTE);
  const local = isoText(epochMs + minutes * MS_PER_MINUTE).slice(0, -1);
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

/**
 * The instant that a date and time means: `2025-10-27 14:00`, `2025-10-27T14:00:30Z`, `2025-10-27T14:00+09:00`.
 * Without an offset it is the zone's clocks' time: the earlier of two when they are set back, and as much later as
 * they are set forward when they skip it. `undefined` for any other text and for days that do not exist.
 *
 * @param timeZone IANA name
 * @throws ConfigurationError for a zone that the runtime does not know
 */
export function parseTimestamp(text: string, timeZone: string): Date | undefined {
  const [, day = '', time, offset] = DATE_AND_TIME.exec(text) ?? [];
  const instant = Date.parse(`${day}T${time}${offset ?? 'Z'}`);
  if (parseDay(day) === undefined || Number.isNaN(instant)) {
    return undefined;
  }
  return new Date(offset === undefined ? zonedInstant(instant, timeZone) : instant);
}

/** @param local what the zone's clocks show, as the UTC milliseconds that would show the same */
function zonedInstant(local: number, timeZone: string): number {
  const before = local - zoneOffset(local - MS_PER_DAY, timeZone);
  const after = local - zoneOffset(local + MS_PER_DAY, timeZone);
  const shows = (instant: number): number => instant + zoneOffset(instant, timeZone);
  return shows(before) !== local && shows(after) === local ? after : before;
}

function isoText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
