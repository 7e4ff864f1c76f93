import { ConfigurationError } from './errors';
import { memoize } from './memoize';

const MS_PER_SECOND = 1000;

// A formatter costs a hundred times more to make than to use. As many as there are zones.
const formatterOf = memoize((timeZone: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new ConfigurationError(`Unknown time zone "${timeZone}". Use an IANA name such as Asia/Tokyo.`, {
      cause,
    });
  }
});

/**
 * What the clocks of a zone show at an instant, to the second, written as the UTC milliseconds that would show the same.
 *
 * @param timeZone IANA name
 * @throws ConfigurationError for a zone that the runtime does not know
 */
export function localTime(epochMs: number, timeZone: string): number {
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(epochMs)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. Whole seconds: some old offsets have them. */
export function zoneOffset(epochMs: number, timeZone: string): number {
  return localTime(epochMs, timeZone) - Math.floor(epochMs / MS_PER_SECOND) * MS_PER_SECOND;
}
