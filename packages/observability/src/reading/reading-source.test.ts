import { openDatabase, StoreError, writeSettings } from '@kagura/store';
import { CostReader } from './cost-reader';
import { type ReadingSource, readingSource } from './reading-source';
import { SeededStore } from './test/seeded-store';
import { modelCall, priced } from './test/span-records';

let store: SeededStore;

beforeEach(() => {
  store = new SeededStore([modelCall('gpt-4o', { at: '2025-10-31T23:30:00Z', ...priced(7) })]);
});

afterEach(() => store.remove());

function nothingRuns(): ReadingSource {
  throw new Error('nothing is running');
}

describe('a file', () => {
  test('is read without a running process', async () => {
    const reader = new CostReader(readingSource({ database: store.path, timeZone: 'UTC' }, nothingRuns));
    expect(await reader.getCostByPeriod('2025-10')).toMatchObject({ nanoUsd: 7 });
  });

  test('is opened once, for reading only', async () => {
    const source = readingSource({ database: store.path }, nothingRuns);
    const database = await source().open();
    expect(database.readOnly).toBe(true);
    expect(await source().open()).toBe(database);
    database.close();
  });

  test('that is not there yet is found when it is', async () => {
    const reader = new CostReader(readingSource({ database: `${store.path}.later` }, nothingRuns));
    await expect(reader.getCost()).rejects.toThrow(StoreError);
    openDatabase({ path: `${store.path}.later` }).close();
    expect(await reader.getCost()).toMatchObject({ calls: 0 });
  });

  test('is not needed to price a call', () => {
    const reader = new CostReader(readingSource({ database: '/nowhere/kagura.db' }, nothingRuns));
    expect(reader.calculateCost({ model: 'gpt-4o', inputTokens: 1, outputTokens: 1 }).status).toBe('exact');
  });

  test("counts in the zone that was asked for, else in the file's", async () => {
    const monthsOf = async (timeZone?: string) =>
      (
        await new CostReader(readingSource({ database: store.path, timeZone }, nothingRuns)).generateReport(
          'all',
        )
      ).byDay[0]?.key;
    expect(readingSource({ database: store.path }, nothingRuns)().timeZone).toBe(
      Intl.DateTimeFormat().resolvedOptions().timeZone,
    );
    const database = openDatabase({ path: store.path });
    writeSettings(database, { timeZone: 'Asia/Tokyo' });
    database.close();
    expect(await monthsOf()).toBe('2025-11-01');
    expect(await monthsOf('UTC')).toBe('2025-10-31');
  });
});

describe('the running process', () => {
  test('is asked at every use, and never before the first', async () => {
    let running = nothingRuns;
    const source = readingSource({}, () => running());
    expect(() => source()).toThrow('nothing is running');
    const [one, other] = [store.source('UTC')(), store.source('Asia/Tokyo')()];
    running = () => one;
    expect(source()).toBe(one);
    running = () => other;
    expect(source()).toBe(other);
  });

  test('can be read in another zone', async () => {
    const reader = new CostReader(readingSource({ timeZone: 'Asia/Tokyo' }, store.source('UTC')));
    expect(await reader.getCostByPeriod('this_month')).toMatchObject({ label: '2025-10', calls: 0 });
    expect(await reader.getCostByPeriod('2025-11')).toMatchObject({ calls: 1 });
  });
});

test('an unknown zone is refused before anything is read', () => {
  expect(() => readingSource({ timeZone: 'Mars/Olympus' }, nothingRuns)).toThrow(/Mars\/Olympus/);
});
