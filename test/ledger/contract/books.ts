import { budgetOf } from '../ledger-requests';
import { holdsFor, hourly, LARGEST, MINUTE, NOON, STATES, type WithLedger } from './bench';

export function describeBooks(withLedger: WithLedger): void {
  describe('entries', () => {
    it(
      'tell the books on a call, the oldest call first',
      withLedger(
        async ({ clock, ledger, ask }) => {
          await ask.reserve({ callId: 'a', amountNanoUsd: 1, agent: 'search', model: 'gpt-4o' }, 'hourly');
          clock.tick(5);
          const { reservation } = await ask.reserve({ callId: 'b', ttlMs: 1_000 }, 'other', 'hourly');
          await ask.reserve({ callId: 'c' }, 'hourly');
          const first = {
            callId: 'a',
            state: 'held',
            amountNanoUsd: 1,
            countedNanoUsd: 1,
            owner: 'one',
            agent: 'search',
            model: 'gpt-4o',
            budgetIds: ['hourly'],
            createdAt: NOON,
            expiresAt: NOON + MINUTE,
          };
          const second = {
            callId: 'b',
            state: 'held',
            amountNanoUsd: 10,
            countedNanoUsd: 10,
            owner: 'one',
            agent: null,
            model: null,
            budgetIds: ['other', 'hourly'],
            createdAt: NOON + 5,
            expiresAt: NOON + 1_005,
          };
          expect(await ledger.entries({ state: 'held', limit: 2 })).toEqual([first, second]);
          await ask.settle('b', 6, reservation.charges);
          await ask.settle('a', 3, reservation.charges);
          expect(await ledger.entries({ state: 'settled', limit: 9 })).toEqual([
            { ...first, state: 'settled', countedNanoUsd: 3 },
            { ...second, state: 'settled', countedNanoUsd: 6 },
          ]);
          await ledger.release('c');
          expect(await ledger.entries({ state: 'released', limit: 9 })).toMatchObject([
            { callId: 'c', countedNanoUsd: 0 },
          ]);
        },
        hourly,
        budgetOf({ id: 'other' }),
      ),
    );
  });

  describe('budgets', () => {
    it(
      'come back as they were set, and tell which one they replace',
      withLedger(async ({ ledger }) => {
        const scope = { agent: 'search', tag: { key: 'team', value: 'a=b, "c"' } };
        const set = budgetOf({
          id: 'ünïcode, {"id"}:*',
          scope,
          period: '7d',
          mode: 'downgrade',
          estimate: 5,
          thresholds: [50, 80, 100],
          downgradeTo: { 'gpt-4o': 'gpt-4o-mini' },
          fallbackPrice: { inputNanoUsd: 1, outputNanoUsd: 2 },
        });
        const changed = { ...set, limitNanoUsd: LARGEST };
        expect(await ledger.putBudget(set)).toBeUndefined();
        expect(await ledger.putBudget(changed)).toEqual(set);
        expect((await ledger.budgets()).budgets).toEqual([changed]);
        expect(await ledger.removeBudget('hourly')).toBe(false);
        expect(await ledger.removeBudget(set.id)).toBe(true);
        expect(await ledger.removeBudget(set.id)).toBe(false);
        expect((await ledger.budgets()).budgets).toEqual([]);
        expect(await ledger.putBudget(set)).toBeUndefined();
      }),
    );

    it(
      'keep their money while they are gone, and calls that run settle in it',
      withLedger(async ({ ledger, ask }) => {
        const { reservation } = await ask.reserve({ callId: 'a', amountNanoUsd: 60 }, 'hourly');
        await ask.reserve({ callId: 'b', amountNanoUsd: 30 }, 'hourly');
        await ledger.removeBudget('hourly');
        expect(await ask.settle('a', 50, reservation.charges)).toMatchObject({ isFirst: true });
        await ledger.putBudget(budgetOf({ id: 'hourly', limitNanoUsd: 85 }));
        expect(await ask.money('hourly')).toEqual([50, 30, 0]);
        const full = await ask.reserve({ callId: 'c', amountNanoUsd: 6 }, 'hourly');
        expect(full.answer.outcome).toBe('denied');
      }, hourly),
    );

    it(
      'whose limit is lowered below what is spent let no call through, and leave those that run alone',
      withLedger(async ({ ledger, ask }) => {
        const { reservation } = await ask.reserve({ callId: 'a', amountNanoUsd: 60 }, 'hourly');
        await ledger.putBudget(budgetOf({ id: 'hourly', limitNanoUsd: 5 }));
        const denied = await ask.reserve({ callId: 'b', amountNanoUsd: 0 }, 'hourly');
        expect(denied.answer.outcome).toBe('denied');
        expect(await ask.settle('a', 60, reservation.charges)).toMatchObject({ isFirst: true });
        expect(await ask.money('hourly')).toEqual([60, 0, 0]);
      }, hourly),
    );

    it(
      'know nothing of each other',
      withLedger(
        async ({ ask }) => {
          await ask.reserve({ callId: 'a', amountNanoUsd: 100 }, 'hourly');
          expect((await ask.reserve({ callId: 'b' }, 'hourly:agent=x')).answer.outcome).toBe('held');
          expect(await ask.money('hourly:agent=x')).toEqual([0, 10, 0]);
        },
        hourly,
        budgetOf({ id: 'hourly:agent=x' }),
      ),
    );
  });

  describe('prune', () => {
    it(
      'forgets settled and released calls of before, as many as it may; their money stays',
      withLedger(
        async (bench) => {
          const { clock, ledger, ask } = bench;
          for (const state of STATES) {
            await holdsFor(bench, `${state} 1`, state);
            await holdsFor(bench, `${state} 2`, state);
          }
          clock.tick(1_000);
          await holdsFor(bench, 'settled later', 'settled');
          const money = await ask.money('hourly');
          expect(await ledger.prune({ before: NOON, limit: 9 })).toBe(0);
          expect(await ledger.prune({ before: NOON + 1_000, limit: 3 })).toBe(3);
          expect(await ledger.prune({ before: NOON + 1_000, limit: 9 })).toBe(1);
          expect([await ask.calls('settled'), await ask.calls('released')]).toEqual([['settled later'], []]);
          expect(await ask.calls('held')).toEqual(['held 1', 'held 2']);
          expect(await ask.calls('uncertain')).toEqual(['uncertain 1', 'uncertain 2']);
          expect(await ask.money('hourly')).toEqual(money);
        },
        budgetOf({ id: 'hourly', limitNanoUsd: 1_000 }),
      ),
    );
  });
}
