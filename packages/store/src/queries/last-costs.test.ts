import { microseconds, modelCall, noPrice, spanRecord } from '../test/span-records';
import { cleanUp, databaseWith } from '../test/temporary-store';
import { readLastCosts } from './last-costs';

afterEach(cleanUp);

const priced = (nanoUsd: number, minute: number, fields: object = {}) =>
  modelCall(undefined, {
    agent: 'research',
    model: 'gpt-4o',
    startUs: microseconds(`2025-10-04T01:${minute}:00Z`),
    cost: { ...noPrice({ reason: 'unknown_model' }), nanoUsd },
    ...fields,
  });

const filled = () =>
  databaseWith([
    priced(2, 12),
    priced(3, 13, { model: 'gpt-4o-2024-08-06' }),
    priced(1, 11),
    priced(9, 14, { model: 'gpt-4o-mini' }),
    priced(9, 15, { agent: 'writer' }),
    priced(9, 16, { agent: null }),
    modelCall(undefined, { agent: 'research', model: 'gpt-4o', cost: null }),
    spanRecord({ agent: 'research' }),
  ]);

it.each([
  [{ model: 'gpt-4o', agent: 'research', limit: 200 }, [1, 2, 3]],
  [{ model: 'gpt-4o', agent: 'research', limit: 2 }, [2, 3]],
  [{ model: 'gpt-4o', agent: null, limit: 200 }, [9]],
  [{ model: 'gpt-4o', agent: 'nobody', limit: 200 }, []],
])('%j', (query, costs) => {
  expect(readLastCosts(filled(), query)).toEqual(costs);
});
