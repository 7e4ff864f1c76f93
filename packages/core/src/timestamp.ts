const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Date and time of day in a zone: `2025-10-04 10:30:15`.
 *
 * @param timeZone IANA name
 * @throws RangeError for a zone that the runtime does not know
 */
export function formatTimestamp(date: Date, timeZone: string): string {
  return isoText(date.getTime() + offsetMinutes(date, timeZone) * MS_PER_MINUTE)
    .slice(0, 19)
    .replace('T', ' ');
}

/**
 * RFC 3339 with the zone's offset: `2025-10-04T10:30:15.000+09:00`. The same instant whatever the zone.
 *
 * @param timeZone IANA name
 * @throws RangeError for a zone that the runtime does not know
 */
export function formatRfc3339(date: Date, timeZone: string): string {
  const minutes = offsetMinutes(date, timeZone);
  const local = isoText(date.getTime() + minutes * MS_PER_MINUTE).slice(0, -1);
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

/**
 * The instant that a date and time means: `2025-10-27 14:00`, `2025-10-27T14:00:30Z`, `2025-10-27T14:00+09:00`.
 * Without an offset it is the zone's clocks' time: the earlier of two when they are set back, and as much later as
 * they are set forward when they skip it. `undefined` for any other text and for days that do not exist.
 *
 * @param timeZone IANA name
 * @throws RangeError for a zone that the runtime does not know
 */
export function parseTimestamp(text: string, timeZone: string): Date | undefined {
  const [, day, time, offset] = DATE_AND_TIME.exec(text) ?? [];
  const localMs = Date.parse(`${day}T${time}Z`);
  // A day that does not exist is read as one of the next month.
  if (day === undefined || Number.isNaN(localMs) || !isoText(localMs).startsWith(day)) {
    return undefined;
  }
  return offset === undefined ? zonedInstant(localMs, timeZone) : new Date(`${day}T${time}${offset}`);
}

/** @param localMs what the zone's clocks show, as if it were UTC */
function zonedInstant(localMs: number, timeZone: string): Date {
  const withOffsetOf = (ms: number): Date =>
    new Date(localMs - offsetMinutes(new Date(ms), timeZone) * MS_PER_MINUTE);
  const shows = (instant: Date): number =>
    instant.getTime() + offsetMinutes(instant, timeZone) * MS_PER_MINUTE;
  const before = withOffsetOf(localMs - MS_PER_DAY);
  const after = withOffsetOf(localMs + MS_PER_DAY);
  return shows(before) !== localMs && shows(after) === localMs ? after : before;
}

function isoText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** How far the zone's clocks are ahead of UTC, in whole minutes: RFC 3339 has no seconds in an offset. */
function offsetMinutes(date: Date, timeZone: string): number {
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = formatter.formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((entry) => entry.type === type)?.value);
  const day = Date.UTC(part('year'), part('month') - 1, part('day'));
  const local = day + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
  return Math.trunc((local - Math.floor(date.getTime() / 1000) * 1000) / MS_PER_MINUTE);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
