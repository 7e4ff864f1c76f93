import { microseconds, modelCall, noPrice, START } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { readUnpricedModels } from './unpriced-models';

afterEach(cleanUp);

const LATER = microseconds('2025-10-04T03:00:00Z');

function filled() {
  const unpriced = (model: string | null, reason: 'unknown_model' | 'unknown_tier', startUs = LATER) =>
    modelCall(undefined, { model, startUs, cost: noPrice({ reason }) });
  return databaseWith([
    modelCall(undefined),
    modelCall(undefined, { status: 'error', usage: null, cost: null }),
    unpriced('b', 'unknown_model', microseconds(START)),
    unpriced('b', 'unknown_model'),
    unpriced('b', 'unknown_tier'),
    unpriced(null, 'unknown_model'),
  ]);
}

it('tells calls, tokens, reason and times of each model, most calls first', () => {
  const one = { provider: 'openai', calls: 1, inputTokens: 100, outputTokens: 50 };
  const times = { firstStartUs: LATER, lastStartUs: LATER };
  expect(readUnpricedModels(filled())).toEqual([
    {
      model: 'b',
      provider: 'openai',
      reason: 'unknown_model',
      calls: 2,
      inputTokens: 200,
      outputTokens: 100,
      firstStartUs: microseconds(START),
      lastStartUs: LATER,
    },
    { ...one, ...times, model: null, reason: 'unknown_model' },
    { ...one, ...times, model: 'b', reason: 'unknown_tier' },
  ]);
});

it.each([
  [{ model: 'b' }, 3],
  [{ start: new Date('2025-10-04T02:00:00Z') }, 3],
  [{ end: new Date('2025-10-04T02:00:00Z') }, 1],
  [{ provider: 'groq' }, 0],
])('of %j finds %d calls', (filter, calls) => {
  expect(readUnpricedModels(filled(), filter).reduce((sum, model) => sum + model.calls, 0)).toBe(calls);
});
