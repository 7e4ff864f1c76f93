import { type RangeFlags, resolveRange } from './time-range';

/** 14:30 on Monday 2025-10-27 in Tokyo. */
const CLOCK = { now: new Date('2025-10-27T05:30:00Z'), timeZone: 'Asia/Tokyo' };

function rangeText(flags: RangeFlags): string {
  const { start, end, label } = resolveRange(flags, 'this_month', CLOCK);
  return [start?.toISOString() ?? 'ever', end?.toISOString() ?? 'ever', label].join(' | ');
}

describe('resolveRange', () => {
  it.each<[RangeFlags, string]>([
    [{}, '2025-09-30T15:00:00.000Z | 2025-10-31T15:00:00.000Z | 2025-10'],
    [{ period: 'this_month' }, '2025-09-30T15:00:00.000Z | 2025-10-31T15:00:00.000Z | 2025-10'],
    [{ since: '2025-10-01' }, '2025-09-30T15:00:00.000Z | ever | since 2025-10-01'],
    [{ until: '2025-10-31' }, 'ever | 2025-10-31T15:00:00.000Z | until 2025-10-31'],
    [
      { since: '2025-10-01', until: '2025-10-15' },
      '2025-09-30T15:00:00.000Z | 2025-10-15T15:00:00.000Z | 2025-10-01 – 2025-10-15',
    ],
    [
      { since: '2h', until: 'now' },
      '2025-10-27T03:30:00.000Z | 2025-10-27T05:30:00.000Z | 2025-10-27 12:30 – 2025-10-27 14:30',
    ],
    [
      { since: 'today', until: '1h' },
      '2025-10-26T15:00:00.000Z | 2025-10-27T04:30:00.000Z | 2025-10-27 00:00 – 2025-10-27 13:30',
    ],
    [
      { since: '2025-10-27 09:00', until: '2025-10-27T03:00Z' },
      '2025-10-27T00:00:00.000Z | 2025-10-27T03:00:00.000Z | 2025-10-27 09:00 – 2025-10-27 12:00',
    ],
  ])('of %j is %s', (flags, expected) => {
    expect(rangeText(flags)).toBe(expected);
  });

  it.each<[RangeFlags, string]>([
    [{ period: 'lst_month' }, 'Unknown period "lst_month".  Did you mean "last_month"?'],
    [{ period: 'fortnight' }, 'Unknown period "fortnight".'],
    [{ period: 'today', since: '2h' }, '--period and --since cannot be used together.'],
    [{ period: 'today', until: 'now' }, '--period and --until cannot be used together.'],
    [{ since: 'tomorow' }, 'Cannot read --since "tomorow".'],
    [{ until: '2025-02-30' }, 'Cannot read --until "2025-02-30".'],
    [{ since: 'now', until: '2h' }, '--since must be before --until.'],
  ])('of %j is a usage error', (flags, message) => {
    expect(() => rangeText(flags)).toThrow(expect.objectContaining({ message, exitCode: 2 }));
  });
});
