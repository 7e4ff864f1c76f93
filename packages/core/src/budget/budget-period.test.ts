import fc from 'fast-check';
import { ConfigurationError } from '../errors';
import { resolvePeriod, WEEKDAYS } from '../period';
import { localTime, zoneOffset } from '../zone-clock';
import {
  type BudgetCalendar,
  type BudgetPeriod,
  budgetWindow,
  lengthOf,
  parseBudgetPeriod,
} from './budget-period';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = Intl.supportedValuesOf('timeZone');
const CALENDAR = ['hour', 'day', 'week', 'month', 'year'] as const;
const LENGTHS = ['1m', '7m', '15m', '1h', '24h', '7d', '31d', '12w', '366d'] as const;

const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(1971, 1), max: Date.UTC(2040, 0) });

function calendarOf(period: BudgetPeriod, timeZone: string): BudgetCalendar {
  return { period, timeZone, weekStart: 'monday' };
}

/** Hours from the start of a window to its end, and where it begins. */
function shown(period: BudgetPeriod, timeZone: string, at: string): string {
  const { start, bucketEnd } = budgetWindow(calendarOf(period, timeZone), Date.parse(at));
  return `${new Date(start).toISOString().slice(0, 16)}Z ${(bucketEnd - start) / HOUR} h`;
}

/** When the clocks of a zone are set in a year. */
function changesOf(timeZone: string, year: number): number[] {
  const months = Array.from({ length: 13 }, (_, month) => Date.UTC(year, month));
  return months.slice(1).flatMap((after, index) => {
    let [from, to] = [months[index]!, after];
    if (zoneOffset(from, timeZone) === zoneOffset(to, timeZone)) return [];
    while (to - from > 1_000) {
      const middle = Math.floor((from + to) / 2_000) * 1_000;
      if (zoneOffset(middle, timeZone) === zoneOffset(from, timeZone)) from = middle;
      else to = middle;
    }
    return [to];
  });
}

const NEAR = [-DAY, -HOUR, -1, 0, 1, HOUR - 1, HOUR, DAY];

function expectToPartition(calendar: BudgetCalendar, now: number): void {
  const { bucket, bucketEnd, start } = budgetWindow(calendar, now);
  expect(bucket <= now && now < bucketEnd).toBe(true);
  expect(Number.isSafeInteger(bucket) && Number.isSafeInteger(bucketEnd)).toBe(true);
  // The last window is remembered: in this order each of them has to be found anew.
  expect(budgetWindow(calendar, bucketEnd).bucket).toBe(bucketEnd);
  expect(budgetWindow(calendar, bucketEnd - 1)).toMatchObject({ bucket, bucketEnd });
  expect(budgetWindow(calendar, bucket - 1)).toMatchObject({ bucketEnd: bucket });
  expect(budgetWindow(calendar, bucket)).toMatchObject({ bucket, bucketEnd });
  // The window begins with a bucket.
  expect(budgetWindow(calendar, start).bucket).toBe(start);
}

describe('windows', () => {
  it.each(CALENDAR)('of a calendar %s partition time in every zone', (period) => {
    fc.assert(
      fc.property(zone, instant, fc.constantFrom(...WEEKDAYS), (timeZone, now, weekStart) => {
        expectToPartition({ period, timeZone, weekStart }, now);
      }),
      { numRuns: 150 },
    );
  });

  it('partition time where clocks are set', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 1971, max: 2037 }), (timeZone, year) => {
        for (const change of changesOf(timeZone, year)) {
          for (const distance of NEAR) {
            for (const period of CALENDAR) expectToPartition(calendarOf(period, timeZone), change + distance);
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 30_000);

  it.each(LENGTHS)('of %s partition time', (period) => {
    fc.assert(fc.property(instant, (now) => expectToPartition(calendarOf(period, 'UTC'), now)));
  });

  it('of a day and an hour partition the time around every change of the clocks of a year', () => {
    for (const timeZone of ZONES) {
      for (const change of changesOf(timeZone, 2026)) {
        expectToPartition(calendarOf('day', timeZone), change);
        expectToPartition(calendarOf('hour', timeZone), change);
      }
    }
  }, 30_000);

  it('do not depend on what was asked before', () => {
    const asked = fc.array(fc.tuple(fc.constantFrom(...CALENDAR), instant), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(asked, (questions) => {
        const ask = ([period, now]: (typeof questions)[number]) =>
          budgetWindow(calendarOf(period, 'America/Sao_Paulo'), now);
        const answers = questions.map(ask);
        expect(questions.toReversed().map(ask)).toEqual(answers.toReversed());
      }),
    );
  });
});

describe('a calendar day', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T12:00Z', '2026-03-28T23:00Z 23 h'],
    ['Europe/Berlin', '2026-10-25T12:00Z', '2026-10-24T22:00Z 25 h'],
    ['Australia/Lord_Howe', '2026-04-04T16:00Z', '2026-04-04T13:00Z 24.5 h'],
    ['Australia/Lord_Howe', '2026-10-03T16:00Z', '2026-10-03T13:30Z 23.5 h'],
    // These begin at 01:00.
    ['America/Sao_Paulo', '2018-11-04T03:00Z', '2018-11-04T03:00Z 23 h'],
    ['Africa/Cairo', '2024-04-25T22:00Z', '2024-04-25T22:00Z 23 h'],
    ['America/Havana', '2025-03-09T05:00Z', '2025-03-09T05:00Z 23 h'],
    ['Asia/Beirut', '2025-03-29T22:00Z', '2025-03-29T22:00Z 23 h'],
    // The days before end there.
    ['America/Sao_Paulo', '2018-11-04T02:59Z', '2018-11-03T03:00Z 24 h'],
    ['Africa/Cairo', '2024-04-25T21:59Z', '2024-04-24T22:00Z 24 h'],
    // At midnight the clocks go back to 23:00.
    ['Africa/Cairo', '2024-10-31T21:30Z', '2024-10-30T21:00Z 25 h'],
    ['America/Havana', '2025-11-02T05:30Z', '2025-11-02T04:00Z 25 h'],
    // The day after was left out.
    ['Pacific/Apia', '2011-12-30T09:59Z', '2011-12-29T10:00Z 24 h'],
    ['Pacific/Apia', '2011-12-30T10:00Z', '2011-12-30T10:00Z 24 h'],
  ])('in %s at %s is %s', (timeZone, at, expected) => {
    expect(shown('day', timeZone, at)).toBe(expected);
  });
});

describe('a calendar month', () => {
  it.each([
    // The same instant is in March in one zone and in April in another.
    ['Asia/Tokyo', '2026-03-31T15:00Z', '2026-03-31T15:00Z 720 h'],
    ['UTC', '2026-03-31T15:00Z', '2026-03-01T00:00Z 744 h'],
    ['America/Los_Angeles', '2026-03-31T15:00Z', '2026-03-01T08:00Z 743 h'],
    ['America/Los_Angeles', '2026-04-01T07:00Z', '2026-04-01T07:00Z 720 h'],
    ['Asia/Tokyo', '2024-02-29T14:59Z', '2024-01-31T15:00Z 696 h'],
  ])('in %s at %s is %s', (timeZone, at, expected) => {
    expect(shown('month', timeZone, at)).toBe(expected);
  });

  it.each(['Asia/Tokyo', 'America/Los_Angeles', 'Australia/Lord_Howe'])(
    'in %s is what reports mean by it, to the millisecond',
    (timeZone) => {
      for (let month = 0; month < 24; month++) {
        const near = Date.UTC(2026, month) - zoneOffset(Date.UTC(2026, month), timeZone);
        for (const now of [near - 1, near, near + 1]) {
          const written = new Date(localTime(now, timeZone)).toISOString().slice(0, 7);
          const { start, end } = resolvePeriod(written, { now: new Date(now), timeZone });
          expect(budgetWindow(calendarOf('month', timeZone), now)).toEqual({
            bucket: start.getTime(),
            bucketEnd: end.getTime(),
            start: start.getTime(),
            period: start.getTime(),
          });
        }
      }
    },
  );
});

it.each([
  ['monday', '2026-03-09T00:00Z'],
  ['sunday', '2026-03-08T00:00Z'],
  ['saturday', '2026-03-07T00:00Z'],
  ['wednesday', '2026-03-04T00:00Z'],
] as const)('a week that begins on %s has begun on %s', (weekStart, start) => {
  const now = Date.parse('2026-03-10T12:00Z');
  const window = budgetWindow({ period: 'week', timeZone: 'UTC', weekStart }, now);
  expect([window.start, window.bucketEnd]).toEqual([Date.parse(start), Date.parse(start) + 7 * DAY]);
});

describe('a length of time', () => {
  it('counts sixty buckets before the one that is charged', () => {
    const now = Date.UTC(2026, 2, 10, 12, 0, 59);
    expect(budgetWindow(calendarOf('1h', 'UTC'), now)).toEqual({
      bucket: Date.UTC(2026, 2, 10, 12, 0),
      bucketEnd: Date.UTC(2026, 2, 10, 12, 1),
      start: Date.UTC(2026, 2, 10, 11, 0),
      period: Date.UTC(2026, 2, 10, 12, 0),
    });
  });

  it('knows no zone', () => {
    const now = Date.UTC(2026, 2, 10, 12);
    expect(budgetWindow(calendarOf('24h', 'Asia/Kathmandu'), now)).toEqual(
      budgetWindow(calendarOf('24h', 'UTC'), now),
    );
  });

  it.each(LENGTHS)('of %s never lets more through in any such length than its limit', (period) => {
    const length = lengthOf(period)!;
    const limit = 100;
    const call = fc.record({
      // Often just as long as the window, to within two buckets.
      wait: fc.oneof(
        fc.nat(length / 10),
        fc.integer({ min: length - length / 30, max: length + length / 30 }),
      ),
      cost: fc.nat(60),
    });
    const calls = fc.array(call, { minLength: 20, maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(instant, calls, (begin, planned) => {
        const spent: { readonly at: number; readonly bucket: number; readonly cost: number }[] = [];
        let at = begin;
        for (const { wait, cost } of planned) {
          at += wait;
          const { start, bucket } = budgetWindow(calendarOf(period, 'UTC'), at);
          const counted = spent.filter((each) => each.bucket >= start);
          if (sumOf(counted) + cost <= limit) spent.push({ at, bucket, cost });
        }
        for (const { at: end } of spent) {
          const within = spent.filter((each) => each.at > end - length && each.at <= end);
          expect(sumOf(within)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it.each(LENGTHS)('of %s counts nothing that is older than it by a sixtieth', (period) => {
    const length = lengthOf(period)!;
    fc.assert(
      fc.property(instant, (now) => {
        const { start } = budgetWindow(calendarOf(period, 'UTC'), now);
        expect(now - start).toBeGreaterThanOrEqual(length);
        expect(now - start).toBeLessThan(length + length / 60);
      }),
    );
  });

  it('has its thresholds told once in each such length', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...LENGTHS), (now, period) => {
        const calendar = calendarOf(period, 'UTC');
        const first = budgetWindow(calendar, now).period;
        const length = lengthOf(period)!;
        expect(first <= now && now < first + length).toBe(true);
        expect(budgetWindow(calendar, first + length).period).toBe(first + length);
      }),
    );
  });
});

describe('a period as people write it', () => {
  it.each([
    ['hourly', 'hour'],
    ['Daily', 'day'],
    [' weekly ', 'week'],
    ['month', 'month'],
    ['YEARLY', 'year'],
    ['15m', '15m'],
    ['24H', '24h'],
    ['366d', '366d'],
    ['52w', '52w'],
  ])('%p is %s', (text, period) => {
    expect(parseBudgetPeriod(text)).toBe(period);
  });

  it.each([
    '',
    'monhtly',
    '0m',
    '01h',
    '1.5h',
    '-1d',
    '367d',
    '53w',
    '999999w',
    '24',
    'h',
    'toString',
    '1y',
    '1 h',
  ])('%p is none', (text) => {
    expect(() => parseBudgetPeriod(text)).toThrow(ConfigurationError);
  });

  it.each([undefined, null, 7, {}])('%p of somebody without types is none', (period) => {
    expect(() => parseBudgetPeriod(period as never)).toThrow(/Unknown budget period/);
  });
});

function sumOf(calls: readonly { readonly cost: number }[]): number {
  return calls.reduce((sum, { cost }) => sum + cost, 0);
}
