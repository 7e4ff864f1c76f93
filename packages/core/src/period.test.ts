import fc from 'fast-check';
import { dayKey } from './calendar-day';
import { ConfigurationError } from './errors';
import { PERIOD_NAMES, type PeriodName, type PeriodOptions, resolvePeriod } from './period';

const DAY = 86_400_000;
const UTC: PeriodOptions = { now: new Date('2025-10-27T13:45:30.500Z'), timeZone: 'UTC' };

function shown(period: string, options: Partial<PeriodOptions> = {}): string {
  const { start, end, label } = resolvePeriod(period, { ...UTC, ...options });
  return `${label}: ${start.toISOString()} ${end.toISOString()}`;
}

/** A range of whole days of UTC. */
function days(label: string, first: string, after: string): string {
  return `${label}: ${first}T00:00:00.000Z ${after}T00:00:00.000Z`;
}

describe('a calendar period', () => {
  it.each([
    ['today', '2025-10-27', '2025-10-27', '2025-10-28'],
    ['yesterday', '2025-10-26', '2025-10-26', '2025-10-27'],
    ['this_week', '2025-W44', '2025-10-27', '2025-11-03'],
    ['last_week', '2025-W43', '2025-10-20', '2025-10-27'],
    ['this_month', '2025-10', '2025-10-01', '2025-11-01'],
    ['last_month', '2025-09', '2025-09-01', '2025-10-01'],
    ['this_year', '2025', '2025-01-01', '2026-01-01'],
    ['last_year', '2024', '2024-01-01', '2025-01-01'],
    ['all', 'all', '1970-01-01', '2026-01-01'],
    ['2025', '2025', '2025-01-01', '2026-01-01'],
    ['2025-02', '2025-02', '2025-02-01', '2025-03-01'],
    ['2024-12', '2024-12', '2024-12-01', '2025-01-01'],
    ['2025-10-27', '2025-10-27', '2025-10-27', '2025-10-28'],
    ['2024-02-29', '2024-02-29', '2024-02-29', '2024-03-01'],
    ['2025-W42', '2025-W42', '2025-10-13', '2025-10-20'],
    ['2025-w01', '2025-W01', '2024-12-30', '2025-01-06'],
    ['2020-W53', '2020-W53', '2020-12-28', '2021-01-04'],
    [' This_Month ', '2025-10', '2025-10-01', '2025-11-01'],
  ])('%p is %s, from %s until %s', (period, label, first, after) => {
    expect(shown(period)).toBe(days(label, first, after));
  });

  it.each([
    ['last_month', '2026-01-15', days('2025-12', '2025-12-01', '2026-01-01')],
    ['last_month', '2024-03-31', days('2024-02', '2024-02-01', '2024-03-01')],
    ['yesterday', '2024-03-01', days('2024-02-29', '2024-02-29', '2024-03-01')],
    ['this_week', '2027-01-01', days('2026-W53', '2026-12-28', '2027-01-04')],
    ['last_week', '2025-01-06', days('2025-W01', '2024-12-30', '2025-01-06')],
  ])('%s on %s is %s', (period, now, range) => {
    expect(shown(period, { now: new Date(now) })).toBe(range);
  });

  it('follows the calendar of its zone', () => {
    const now = new Date('2025-10-31T15:00:00Z');
    expect(shown('this_month', { now, timeZone: 'Asia/Tokyo' })).toBe(
      '2025-11: 2025-10-31T15:00:00.000Z 2025-11-30T15:00:00.000Z',
    );
    expect(shown('this_month', { now, timeZone: 'America/New_York' })).toBe(
      '2025-10: 2025-10-01T04:00:00.000Z 2025-11-01T04:00:00.000Z',
    );
    expect(shown('2025-10', { now, timeZone: 'Europe/Berlin' })).toBe(
      '2025-10: 2025-09-30T22:00:00.000Z 2025-10-31T23:00:00.000Z',
    );
    expect(shown('2018-11-04', { timeZone: 'America/Sao_Paulo' })).toBe(
      '2018-11-04: 2018-11-04T03:00:00.000Z 2018-11-05T02:00:00.000Z',
    );
  });

  it('has weeks that begin on the day asked for and keep the number of the ISO week they mostly are', () => {
    const sunday = new Date('2025-10-26T12:00:00Z');
    expect(shown('this_week', { now: sunday, weekStart: 'monday' })).toBe(
      days('2025-W43', '2025-10-20', '2025-10-27'),
    );
    expect(shown('this_week', { now: sunday, weekStart: 'sunday' })).toBe(
      days('2025-W44', '2025-10-26', '2025-11-02'),
    );
    expect(shown('2025-W44', { weekStart: 'sunday' })).toBe(days('2025-W44', '2025-10-26', '2025-11-02'));
    expect(shown('2025-W44', { weekStart: 'saturday' })).toBe(days('2025-W44', '2025-10-25', '2025-11-01'));
    expect(shown('2025-W44', { weekStart: 'thursday' })).toBe(days('2025-W44', '2025-10-30', '2025-11-06'));
  });
});

describe('a rolling period', () => {
  it.each([
    ['15m', '15m', 15 * 60_000],
    ['24h', '24h', DAY],
    ['7d', '7d', 7 * DAY],
    ['12w', '12w', 84 * DAY],
    ['last_30d', '30d', 30 * DAY],
  ])('%s is %s and ends now', (period, label, length) => {
    const { now } = UTC;
    expect(resolvePeriod(period, UTC)).toEqual({ start: new Date(now.getTime() - length), end: now, label });
  });

  it('is as long as it says over a change of the clocks', () => {
    const now = new Date('2025-03-10T12:00:00Z');
    const { start } = resolvePeriod('7d', { now, timeZone: 'America/New_York' });
    expect(now.getTime() - start.getTime()).toBe(7 * DAY);
  });

  it('does not go back beyond 1970', () => {
    expect(resolvePeriod('999999w', UTC).start).toEqual(new Date(0));
  });
});

describe('what is no period', () => {
  it.each([
    '',
    'tomorrow',
    'this_century',
    '0d',
    '7',
    '7y',
    'last_d',
    '-7d',
    '2025-13',
    '2025-00',
    '2025-02-29',
    '2025-W00',
    '2025-W53',
    '1969',
    '1969-12-31',
    '20251027',
  ])('%p is named together with what is valid', (period) => {
    const resolve = () => resolvePeriod(period, UTC);
    expect(resolve).toThrow(ConfigurationError);
    expect(resolve).toThrow(`Unknown period "${period}". Valid: today yesterday`);
    expect(resolve).toThrow('15m 24h 7d 12w');
  });

  it.each<[string, Partial<PeriodOptions>]>([
    ['Unknown time zone "Mars/Olympus"', { timeZone: 'Mars/Olympus' }],
    ['valid date as "now"', { now: new Date(Number.NaN) }],
    ['Unknown first day of the week "someday"', { weekStart: 'someday' as 'monday' }],
  ])('%s', (message, options) => {
    expect(() => resolvePeriod('today', { ...UTC, ...options })).toThrow(ConfigurationError);
    expect(() => resolvePeriod('today', { ...UTC, ...options })).toThrow(message);
  });

  it('is not a value of another type', () => {
    for (const period of [undefined, null, 7, {}]) {
      expect(() => resolvePeriod(period as unknown as string, UTC)).toThrow(ConfigurationError);
    }
  });
});

describe('in every zone', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instant = fc.date({ min: new Date('1973-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

  it('the current periods hold now and begin and end with a day', () => {
    const current = fc.constantFrom<PeriodName>('today', 'this_week', 'this_month', 'this_year', 'all');
    fc.assert(
      fc.property(zone, instant, current, (timeZone, now, period) => {
        const { start, end } = resolvePeriod(period, { now, timeZone });
        expect(start <= now && now < end).toBe(true);
        const lastDay = dayKey(new Date(end.getTime() - 1), timeZone);
        expect(dayKey(end, timeZone) > lastDay).toBe(true);
      }),
    );
  });

  it('the last period ends where the current one begins', () => {
    const pair = fc.constantFrom<[PeriodName, PeriodName]>(
      ['yesterday', 'today'],
      ['last_week', 'this_week'],
      ['last_month', 'this_month'],
      ['last_year', 'this_year'],
    );
    fc.assert(
      fc.property(zone, instant, pair, (timeZone, now, [last, current]) => {
        const { end } = resolvePeriod(last, { now, timeZone });
        expect(resolvePeriod(current, { now, timeZone }).start).toEqual(end);
      }),
    );
  });

  it('a label is a period that means the same', () => {
    const named = fc.constantFrom(...PERIOD_NAMES.filter((name) => name !== 'all'));
    const weekStart = fc.constantFrom('monday' as const, 'sunday' as const, 'saturday' as const);
    fc.assert(
      fc.property(zone, instant, named, weekStart, (timeZone, now, name, firstDay) => {
        const options = { now, timeZone, weekStart: firstDay };
        const period = resolvePeriod(name, options);
        expect(resolvePeriod(period.label, options)).toEqual(period);
      }),
    );
  });
});
