import fc from 'fast-check';
import { localTime, zoneOffset } from '../zone-clock';
import { hourOf } from './hour';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function shown(instant: string, timeZone: string): string {
  const { start, end } = hourOf(Date.parse(instant), timeZone);
  return `${new Date(start).toISOString()} ${new Date(end).toISOString()}`.replaceAll('.000Z', 'Z');
}

it.each([
  ['2026-03-10T12:34:56.789Z', 'UTC', '2026-03-10T12:00:00Z 2026-03-10T13:00:00Z'],
  ['2026-03-10T12:00:00.000Z', 'Asia/Tokyo', '2026-03-10T12:00:00Z 2026-03-10T13:00:00Z'],
  ['2026-03-10T12:29:59.999Z', 'Asia/Kolkata', '2026-03-10T11:30:00Z 2026-03-10T12:30:00Z'],
  ['2026-03-10T12:30:00.000Z', 'Asia/Kolkata', '2026-03-10T12:30:00Z 2026-03-10T13:30:00Z'],
  ['2026-03-10T12:34:00.000Z', 'Asia/Kathmandu', '2026-03-10T12:15:00Z 2026-03-10T13:15:00Z'],
  ['2026-03-10T12:34:00.000Z', 'America/St_Johns', '2026-03-10T12:30:00Z 2026-03-10T13:30:00Z'],
  ['2026-03-10T12:34:00.000Z', 'Pacific/Chatham', '2026-03-10T12:15:00Z 2026-03-10T13:15:00Z'],
  // Before 1972 the clocks of Liberia were 44 minutes and 30 seconds behind.
  ['1971-06-01T12:00:00.000Z', 'Africa/Monrovia', '1971-06-01T11:44:30Z 1971-06-01T12:44:30Z'],
])('the hour of %s in %s is %s', (instant, timeZone, hour) => {
  expect(shown(instant, timeZone)).toBe(hour);
});

describe('clocks that are set', () => {
  // Each row begins where the one before ends.
  it.each([
    [
      'forward by an hour',
      'Europe/Berlin',
      ['2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z', '2026-03-29T02:00:00Z'],
    ],
    [
      'back by an hour',
      'Europe/Berlin',
      ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
    ],
    // From 02:00 to 02:30, and from 02:00 to 01:30.
    [
      'forward by half an hour',
      'Australia/Lord_Howe',
      ['2026-10-03T14:30:00Z', '2026-10-03T15:30:00Z', '2026-10-03T16:00:00Z', '2026-10-03T17:00:00Z'],
    ],
    [
      'back by half an hour',
      'Australia/Lord_Howe',
      ['2026-04-04T14:00:00Z', '2026-04-04T15:00:00Z', '2026-04-04T15:30:00Z', '2026-04-04T16:30:00Z'],
    ],
    // From 00:01 to 23:01 of the day before.
    [
      'back just after midnight',
      'America/St_Johns',
      ['2010-11-07T01:30:00Z', '2010-11-07T02:30:00Z', '2010-11-07T02:31:00Z', '2010-11-07T03:30:00Z'],
    ],
    // From 03:00 to 02:30, for good; and from 00:00 to 00:15.
    [
      'to another zone',
      'America/Caracas',
      ['2007-12-09T06:00:00Z', '2007-12-09T07:00:00Z', '2007-12-09T07:30:00Z', '2007-12-09T08:30:00Z'],
    ],
    [
      'by a quarter',
      'Asia/Kathmandu',
      ['1985-12-31T17:30:00Z', '1985-12-31T18:30:00Z', '1985-12-31T19:15:00Z', '1985-12-31T20:15:00Z'],
    ],
    // From 00:00 to 00:44:30.
    [
      'by minutes and seconds',
      'Africa/Monrovia',
      ['1972-01-06T23:44:30Z', '1972-01-07T00:44:30Z', '1972-01-07T01:00:00Z', '1972-01-07T02:00:00Z'],
    ],
    // Over a whole day, which was left out.
    ['by a day', 'Pacific/Apia', ['2011-12-30T09:00:00Z', '2011-12-30T10:00:00Z', '2011-12-30T11:00:00Z']],
  ])('%s in %s', (_what, timeZone, borders) => {
    for (const [index, start] of borders.slice(0, -1).entries()) {
      const end = borders[index + 1]!;
      const [first, last] = [Date.parse(start), Date.parse(end) - 1];
      for (const instant of [first, Math.floor((first + last) / 2), last]) {
        expect(shown(new Date(instant).toISOString(), timeZone)).toBe(`${start} ${end}`);
      }
    }
  });
});

it('holds the instants at which the clocks show the same hour without being set', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instant = fc.integer({ min: 0, max: Date.UTC(2040, 0) });
  fc.assert(
    fc.property(zone, instant, (timeZone, now) => {
      const { start, end } = hourOf(now, timeZone);
      const hour = (at: number): number => Math.floor(localTime(at, timeZone) / HOUR);
      const kindOf = (at: number) => [hour(at), zoneOffset(at, timeZone)];
      expect(start <= now && now < end).toBe(true);
      expect([kindOf(start), kindOf(end - 1)]).toEqual([kindOf(now), kindOf(now)]);
      expect(kindOf(start - 1)).not.toEqual(kindOf(now));
      expect(kindOf(end)).not.toEqual(kindOf(now));
    }),
    { numRuns: 2_000 },
  );
});
