import { invocation, microseconds, modelCall, START, spanRecord } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { readAgentSummaries, readStoreSummary } from './summaries';

afterEach(cleanUp);

const later = new Date(START.getTime() + 5_000);
const latest = new Date(START.getTime() + 7_000);

const records = () => {
  const busy = invocation('busy');
  return [
    busy,
    modelCall(busy),
    invocation('busy', { startUs: microseconds(later) }),
    modelCall(undefined, { agent: 'named' }),
    modelCall(undefined, { startUs: microseconds(latest) }),
    spanRecord({ startUs: 0 }),
  ];
};

it('lists agents with what counts as their calls, most first', () => {
  expect(readAgentSummaries(databaseWith(records()))).toEqual([
    { agent: 'busy', calls: 2, lastAt: later },
    { agent: 'named', calls: 1, lastAt: START },
  ]);
});

it('says how many calls the database holds, and from when to when', () => {
  expect(readStoreSummary(databaseWith(records()))).toEqual({ calls: 4, firstAt: START, lastAt: latest });
});

it('says that it holds none', () => {
  const database = databaseWith([spanRecord()]);
  expect(readStoreSummary(database)).toEqual({ calls: 0, firstAt: null, lastAt: null });
  expect(readAgentSummaries(database)).toEqual([]);
});
