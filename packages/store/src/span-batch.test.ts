import fc from 'fast-check';
import { connection, type Database } from './database';
import { readCostTotals } from './queries/costs';
import { writeBatch } from './span-batch';
import { SpanWriter } from './span-writer';
import { expectSumsOfSpans } from './test/integrity';
import { invocation, modelCall } from './test/span-records';
import { cleanUp, temporaryDatabase } from './test/temporary-store';

// Properties that write many databases.
jest.setTimeout(60_000);

afterEach(cleanUp);

const FAULTS = ['before BEGIN', 'before COMMIT', 'after COMMIT'] as const;

type Fault = (typeof FAULTS)[number];

/** What SQLite reports when a disk fails; whether anything was written is then not known. */
function failure(): Error {
  return Object.assign(new Error('disk I/O error'), { errcode: 10 });
}

/** Has the next transactions fail, one after the other. */
function failAt(database: Database, faults: readonly Fault[]): void {
  const opened = database[connection];
  const exec = opened.exec.bind(opened);
  const left = [...faults];
  jest.spyOn(opened, 'exec').mockImplementation((sql) => {
    const [fault] = left;
    const isMeant = fault !== undefined && sql.startsWith(fault.split(' ')[1] ?? '');
    if (isMeant) left.shift();
    if (isMeant && fault.startsWith('before')) throw failure();
    exec(sql);
    if (isMeant) throw failure();
  });
}

const agents = ['alpha', 'beta'];
const callsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const context = { user: 'ada', tags: { plan: 'free' } };
    const content = { input: '["hi"]', output: null };
    const run = invocation(agents[index % 2] ?? '', { context, content, startUs: index * 1_800_000_000 });
    return index % 3 === 0 ? run : modelCall(run, { context, content, startUs: run.startUs });
  });

it('writes a batch once, however often it is tried and whatever became of the attempts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...FAULTS), { maxLength: 5 }),
      fc.integer({ min: 1, max: 60 }),
      (faults, count) => {
        const database = temporaryDatabase();
        failAt(database, faults);
        const writer = new SpanWriter(database, { maxBatchRows: 20 });
        const calls = callsOf(count);
        for (const call of calls) writer.add(call);
        while (writer.queuedRows > 0) writer.flush();
        jest.restoreAllMocks();
        expect(database[connection].get('SELECT count(*) AS spans FROM spans')).toEqual({ spans: count });
        expect(database[connection].get('SELECT count(*) AS tags FROM span_tag')).toEqual({ tags: count });
        expectSumsOfSpans(database);
        writer.close();
        cleanUp();
      },
    ),
    { numRuns: 40 },
  );
});

it('adds to the sums only what is new in a batch that overlaps another', () => {
  const database = temporaryDatabase();
  const calls = callsOf(30);
  writeBatch(database[connection], calls.slice(0, 20));
  writeBatch(database[connection], calls.slice(10));
  writeBatch(database[connection], [...calls, ...calls]);
  expect(database[connection].get('SELECT count(*) AS spans FROM spans')).toEqual({ spans: 30 });
  expectSumsOfSpans(database);
});

it('keeps nothing of a row whose content cannot be written', () => {
  const database = temporaryDatabase();
  const opened = database[connection];
  opened.exec(
    "CREATE TRIGGER refuse BEFORE INSERT ON span_content WHEN new.input = 'bad' BEGIN SELECT raise(ABORT, 'bad'); END",
  );
  const bad = modelCall(undefined, {
    content: { input: 'bad', output: null },
    context: { tags: { plan: 'free' } },
  });
  const { written, rejections } = writeBatch(opened, [modelCall(undefined), bad, modelCall(undefined)]);
  expect([written, rejections.length]).toEqual([2, 1]);
  expect(readCostTotals(database).calls).toBe(2);
  expect(opened.get('SELECT count(*) AS tags FROM span_tag')).toEqual({ tags: 0 });
  expectSumsOfSpans(database);
});
