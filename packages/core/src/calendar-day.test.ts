import fc from 'fast-check';
import { dayKey, dayRange } from './calendar-day';
import { ConfigurationError } from './errors';

const HOUR = 3_600_000;
const ZONES = Intl.supportedValuesOf('timeZone');

const zone = fc.constantFrom(...ZONES);
const instant = fc.date({ min: new Date('1970-01-02'), max: new Date('2040-01-01'), noInvalidDate: true });

function isoRange(key: string, timeZone: string): string {
  const { start, end } = dayRange(key, timeZone);
  return `${start.toISOString()} ${end.toISOString()}`;
}

function hours(key: string, timeZone: string): number {
  const { start, end } = dayRange(key, timeZone);
  return (end.getTime() - start.getTime()) / HOUR;
}

describe('the day of an instant', () => {
  it.each([
    ['2025-10-03T14:59:59.999Z', 'Asia/Tokyo', '2025-10-03'],
    ['2025-10-03T15:00:00.000Z', 'Asia/Tokyo', '2025-10-04'],
    ['2025-10-04T06:59:59.999Z', 'America/Los_Angeles', '2025-10-03'],
    ['2024-02-29T12:00:00Z', 'UTC', '2024-02-29'],
    ['1999-12-31T23:59:59.999Z', 'UTC', '1999-12-31'],
  ])('%s in %s is %s', (iso, timeZone, key) => {
    expect(dayKey(new Date(iso), timeZone)).toBe(key);
  });

  it('is the next one when clocks are set back over midnight, for it had begun', () => {
    // St John's: at 00:01 on 7 November 2010 the clocks went back to 23:01.
    const key = (iso: string) => dayKey(new Date(iso), 'America/St_Johns');
    expect(key('2010-11-07T02:29:59.999Z')).toBe('2010-11-06');
    expect(key('2010-11-07T02:30:00Z')).toBe('2010-11-07');
    expect(key('2010-11-07T02:31:00Z')).toBe('2010-11-07');
    expect(key('2010-11-07T03:29:59Z')).toBe('2010-11-07');
  });
});

describe('the range of a day', () => {
  it.each([
    ['2025-10-04', 'UTC', '2025-10-04T00:00:00.000Z 2025-10-05T00:00:00.000Z'],
    ['2025-10-04', 'Asia/Tokyo', '2025-10-03T15:00:00.000Z 2025-10-04T15:00:00.000Z'],
    ['2025-10-04', 'Asia/Kathmandu', '2025-10-03T18:15:00.000Z 2025-10-04T18:15:00.000Z'],
    // 01:00 is the first time of these days.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z 2018-11-05T02:00:00.000Z'],
    ['2025-03-30', 'Asia/Beirut', '2025-03-29T22:00:00.000Z 2025-03-30T21:00:00.000Z'],
    ['2024-04-26', 'Africa/Cairo', '2024-04-25T22:00:00.000Z 2024-04-26T21:00:00.000Z'],
    // A day that the zone left out when it moved over the date line.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z 2011-12-30T10:00:00.000Z'],
  ])('%s in %s is %s', (key, timeZone, range) => {
    expect(isoRange(key, timeZone)).toBe(range);
  });

  it.each([
    ['2025-03-09', 'America/New_York', 23],
    ['2025-11-02', 'America/New_York', 25],
    ['2025-10-05', 'Australia/Lord_Howe', 23.5],
    ['2025-04-06', 'Australia/Lord_Howe', 24.5],
    ['2010-03-05', 'Antarctica/Casey', 27],
    ['2025-06-01', 'America/New_York', 24],
  ])('%s in %s lasts %p hours', (key, timeZone, length) => {
    expect(hours(key, timeZone)).toBe(length);
  });

  it('holds the instant whose day it is, in every zone', () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, now) => {
        const { start, end } = dayRange(dayKey(now, timeZone), timeZone);
        expect(start.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(end.getTime()).toBeGreaterThan(now.getTime());
      }),
      { numRuns: 500 },
    );
  });

  it('ends where the next day begins, in every zone', () => {
    const now = new Date('2025-03-28T12:00:00Z').getTime();
    for (const timeZone of ZONES) {
      let { end } = dayRange(dayKey(new Date(now), timeZone), timeZone);
      for (let days = 0; days < 4; days += 1) {
        const next = dayRange(dayKey(end, timeZone), timeZone);
        expect(next.start).toEqual(end);
        expect(dayKey(new Date(end.getTime() - 1), timeZone)).not.toBe(dayKey(end, timeZone));
        end = next.end;
      }
    }
  });
});

describe('what is no day', () => {
  it.each(['2025-02-29', '2025-13-01', '2025-10-4', '2025-10', '', 'today'])('refuses %p', (key) => {
    expect(() => dayRange(key, 'UTC')).toThrow(ConfigurationError);
  });

  it('refuses an unknown zone and an invalid date', () => {
    expect(() => dayKey(new Date(0), 'Mars/Olympus')).toThrow(
      'Unknown time zone "Mars/Olympus". Use an IANA name such as Asia/Tokyo.',
    );
    expect(() => dayRange('2025-10-04', 'Mars/Olympus')).toThrow(ConfigurationError);
    expect(() => dayKey(new Date(Number.NaN), 'UTC')).toThrow(ConfigurationError);
  });
});
