import { MemoryLedger } from '@kagura/core';
import { Budgets } from './budgets';

const HOUR_MS = 3_600_000;
const CALLS = 2_500;

const health = {
  decided: () => undefined,
  balance: () => undefined,
  removed: () => undefined,
  degraded: () => undefined,
  unreachable: () => undefined,
  crossed: () => undefined,
  dropped: () => undefined,
  internalError: (where: string, error: unknown) => {
    throw new Error(where, { cause: error });
  },
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('calls that ended long ago are forgotten, a few at a look, and those of this hour are not', async () => {
  const ledger = new MemoryLedger();
  const charges: [] = [];
  for (let call = 0; call < CALLS; call += 1)
    ledger.settle({ callId: `old ${call}`, amountNanoUsd: 1, charges });
  const source = { find: () => ledger, open: () => ledger };
  const budgets = new Budgets({
    source,
    configured: [],
    pricing: {},
    health,
    owner: 'me',
    pastCosts: () => [],
  });
  const left = () => ledger.entries({ state: 'settled', limit: 10_000 }).length;

  jest.advanceTimersByTime(HOUR_MS / 2);
  ledger.settle({ callId: 'new', amountNanoUsd: 1, charges });
  expect(left()).toBe(CALLS + 1);
  jest.advanceTimersByTime(HOUR_MS * 0.6);

  expect(ledger.entries({ state: 'settled', limit: 10 }).map(({ callId }) => callId)).toEqual(['new']);
  await budgets.close();
});
