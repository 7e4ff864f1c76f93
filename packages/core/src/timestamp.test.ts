import fc from 'fast-check';
import { ConfigurationError } from './errors';
import { formatRfc3339, formatTimestamp, parseTimestamp } from './timestamp';

const ZONES = [
  'UTC',
  'Asia/Tokyo',
  'Asia/Kathmandu',
  'Europe/Madrid',
  'America/New_York',
  'Pacific/Auckland',
  'America/St_Johns',
];

describe('formatTimestamp', () => {
  it.each([
    ['2025-10-04T01:30:15.999Z', 'Asia/Tokyo', '2025-10-04 10:30:15'],
    ['2025-10-04T15:00:00Z', 'Asia/Tokyo', '2025-10-05 00:00:00'],
    ['2025-10-03T23:59:59Z', 'America/New_York', '2025-10-03 19:59:59'],
    ['2025-10-26T00:59:59Z', 'Europe/Madrid', '2025-10-26 02:59:59'],
    ['2025-10-26T01:00:00Z', 'Europe/Madrid', '2025-10-26 02:00:00'],
  ])('shows %s in %s as %s', (instant, timeZone, expected) => {
    expect(formatTimestamp(new Date(instant), timeZone)).toBe(expected);
  });

  it('throws for a zone that does not exist', () => {
    expect(() => formatTimestamp(new Date(0), 'Mars/Olympus')).toThrow(ConfigurationError);
  });
});

describe('formatRfc3339', () => {
  it('carries the offset of that instant', () => {
    expect(formatRfc3339(new Date('2025-10-27T05:03:22.120Z'), 'Asia/Tokyo')).toBe(
      '2025-10-27T14:03:22.120+09:00',
    );
    expect(formatRfc3339(new Date('2025-10-26T00:30:00Z'), 'Europe/Madrid')).toBe(
      '2025-10-26T02:30:00.000+02:00',
    );
    expect(formatRfc3339(new Date('2025-10-26T01:30:00Z'), 'Europe/Madrid')).toBe(
      '2025-10-26T02:30:00.000+01:00',
    );
    expect(formatRfc3339(new Date('2025-01-01T00:00:00Z'), 'America/St_Johns')).toBe(
      '2024-12-31T20:30:00.000-03:30',
    );
  });

  it('reads back as the same instant and starts with the printed local time', () => {
    const date = fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.constantFrom(...ZONES), (instant, timeZone) => {
        const text = formatRfc3339(instant, timeZone);
        expect(new Date(text)).toEqual(instant);
        expect(text.slice(0, 19).replace('T', ' ')).toBe(formatTimestamp(instant, timeZone));
      }),
    );
  });
});

describe('parseTimestamp', () => {
  it.each([
    ['2025-10-27 14:00', 'Asia/Tokyo', '2025-10-27T05:00:00.000Z'],
    ['2025-10-27T14:00:30.5', 'UTC', '2025-10-27T14:00:30.500Z'],
    ['2025-10-27T14:00Z', 'Asia/Tokyo', '2025-10-27T14:00:00.000Z'],
    ['2025-10-27T14:00+02:00', 'Asia/Tokyo', '2025-10-27T12:00:00.000Z'],
    ['2025-10-26 02:30', 'Europe/Madrid', '2025-10-26T00:30:00.000Z'],
    ['2025-10-26 03:00', 'Europe/Madrid', '2025-10-26T02:00:00.000Z'],
    ['2025-03-30 02:30', 'Europe/Madrid', '2025-03-30T01:30:00.000Z'],
  ])('reads %s in %s as %s', (text, timeZone, expected) => {
    expect(parseTimestamp(text, timeZone)?.toISOString()).toBe(expected);
  });

  it.each(['2025-10-27', '2025-02-30 10:00', '2025-13-01 10:00', '2025-10-27 25:00', 'now', ''])(
    'does not read %p',
    (text) => {
      expect(parseTimestamp(text, 'UTC')).toBeUndefined();
    },
  );

  it('reads back what formatTimestamp prints, but for the hour that clocks show twice', () => {
    const date = fc.date({ min: new Date('1975-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.constantFrom(...ZONES), (instant, timeZone) => {
        const text = formatTimestamp(instant, timeZone);
        expect(formatTimestamp(parseTimestamp(text, timeZone)!, timeZone)).toBe(text);
      }),
    );
  });
});
