import { invocation, microseconds, modelCall, START } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { readSlowCalls } from './slow-calls';

afterEach(cleanUp);

const agent = 'api_agent';
const call = (durationMs: number, fields = {}) =>
  invocation(agent, { durationUs: durationMs * 1_000, ...fields });

it('lists invocations over the threshold, slowest first', () => {
  const slow = call(1_500.25, { content: { input: '["/orders"]', output: null }, status: 'error' });
  const database = databaseWith([
    call(1_000),
    slow,
    call(1_000.001),
    call(5_000, { latencyTracked: false }),
    invocation('other', { durationUs: 9_000_000 }),
    modelCall(slow, { durationUs: 9_000_000 }),
  ]);
  expect(readSlowCalls(database, { agent, thresholdMs: 1_000 })).toEqual([
    {
      timestamp: START,
      latencyMs: 1_500.25,
      traceId: slow.traceId,
      spanId: slow.spanId,
      status: 'error',
      input: '["/orders"]',
    },
    expect.objectContaining({ latencyMs: 1_000.001, status: 'ok', input: null }),
  ]);
});

it('keeps to the range', () => {
  const at = (date: string) => call(2_000, { startUs: microseconds(date) });
  const database = databaseWith([
    at('2025-10-03T23:59:59.999Z'),
    at('2025-10-04T00:00:00Z'),
    at('2025-10-05T00:00:00Z'),
  ]);
  const range = { start: new Date('2025-10-04T00:00:00Z'), end: new Date('2025-10-05T00:00:00Z') };
  expect(readSlowCalls(database, { agent, thresholdMs: 0, range }).map(({ timestamp }) => timestamp)).toEqual(
    [range.start],
  );
});

it.each([
  [undefined, 100],
  [3, 3],
])('lists no more than the limit (%p)', (limit, expected) => {
  const database = databaseWith(Array.from({ length: 120 }, (_, index) => call(index + 1)));
  const calls = readSlowCalls(database, { agent, thresholdMs: 0, limit });
  expect(calls).toHaveLength(expected);
  expect(calls[0]?.latencyMs).toBe(120);
});
