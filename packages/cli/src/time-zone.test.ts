import { resolveTimeZone } from './time-zone';

const SYSTEM = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const NONE = { flag: undefined, environment: undefined, database: undefined };

describe('resolveTimeZone', () => {
  it('takes the first that is given: flag, environment, database, system', () => {
    const all = { flag: 'Asia/Tokyo', environment: 'Europe/Madrid', database: 'America/New_York' };
    expect(resolveTimeZone(all)).toBe('Asia/Tokyo');
    expect(resolveTimeZone({ ...all, flag: undefined })).toBe('Europe/Madrid');
    expect(resolveTimeZone({ ...NONE, database: 'America/New_York' })).toBe('America/New_York');
    expect(resolveTimeZone(NONE)).toBe(SYSTEM);
  });

  it('knows local and utc in any case', () => {
    const all = { ...NONE, database: 'America/New_York' };
    expect(resolveTimeZone({ ...all, flag: 'local' })).toBe(SYSTEM);
    expect(resolveTimeZone({ ...all, environment: 'utc' })).toBe('UTC');
    expect(resolveTimeZone({ ...all, flag: 'UTC' })).toBe('UTC');
  });

  it.each([
    [{ flag: 'Mars/Olympus' }, '--tz'],
    [{ environment: 'Mars/Olympus' }, 'KAGURA_TZ'],
    [{ database: 'Mars/Olympus' }, 'the database'],
  ])('says where a zone that does not exist comes from: %j', (sources, source) => {
    expect(() => resolveTimeZone({ ...NONE, ...sources })).toThrow(
      expect.objectContaining({ message: `Unknown time zone "Mars/Olympus" (from ${source}).`, exitCode: 2 }),
    );
  });
});
