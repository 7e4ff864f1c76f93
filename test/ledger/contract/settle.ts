import type { BudgetBalance, BudgetCharge } from '@kagura/core';
import * as fc from 'fast-check';
import { budgetOf } from '../ledger-requests';
import { DAY, HOUR, holdsFor, hourly, MINUTE, NOON, type WithLedger } from './bench';

export function describeSettle(withLedger: WithLedger): void {
  describe('settle', () => {
    it.each([0, 4, 10, 500])('books %d nano-dollars for a hold of ten, once', (cost) =>
      withLedger(async ({ ask }) => {
        const { reservation } = await ask.reserve({ callId: 'a' }, 'hourly');
        const after = { settledNanoUsd: cost, reservedNanoUsd: 0, uncertainNanoUsd: 0 };
        const first = await ask.settle('a', cost, reservation.charges);
        expect(first).toEqual({ isFirst: true, balances: [after], crossings: [] });
        const again = await ask.settle('a', cost + 1, reservation.charges);
        expect(again).toEqual({ isFirst: false, balances: [after], crossings: [] });
        expect(await ask.money('hourly')).toEqual([cost, 0, 0]);
      }, hourly)(),
    );

    it.each([
      ['uncertain', 'whose process was thought dead'],
      ['released', 'that was thought not to be charged'],
    ] as const)('books a call that is %s, %s', (state, _why) =>
      withLedger(async (bench) => {
        const { charges } = await holdsFor(bench, 'a', state);
        expect(await bench.ask.settle('a', 4, charges)).toMatchObject({ isFirst: true });
        expect(await bench.ask.money('hourly')).toEqual([4, 0, 0]);
        expect(await bench.ask.calls('settled')).toEqual(['a']);
        expect(await bench.ask.calls(state)).toEqual([]);
      }, hourly)(),
    );

    it(
      'books a call that was never held, in the buckets of its charges',
      withLedger(
        async ({ clock, ledger, ask }) => {
          const charges = await ask.charges('hourly', 'daily');
          clock.tick(HOUR);
          expect(await ask.settle('a', 40, charges)).toMatchObject({ isFirst: true });
          expect(await ask.settle('a', 40, charges)).toMatchObject({ isFirst: false });
          expect(await ask.money('hourly')).toEqual([0, 0, 0]);
          expect(await ask.money('daily')).toEqual([40, 0, 0]);
          expect(await ledger.balances(charges)).toMatchObject([
            { settledNanoUsd: 40 },
            { settledNanoUsd: 40 },
          ]);
          expect(await ledger.entries({ state: 'settled', limit: 9 })).toMatchObject([
            { callId: 'a', countedNanoUsd: 40, budgetIds: ['hourly', 'daily'], createdAt: NOON + HOUR },
          ]);
        },
        hourly,
        budgetOf({ id: 'daily', period: 'day' }),
      ),
    );

    it(
      'books a call where it was held, whatever charges come with its cost, and whenever',
      withLedger(
        async ({ clock, ledger, ask }) => {
          const { reservation } = await ask.reserve({ callId: 'a' }, 'hourly');
          clock.tick(DAY);
          const { balances, isFirst } = await ask.settle('a', 6, await ask.charges('other', 'hourly'));
          expect(isFirst).toBe(true);
          expect(balances).toMatchObject([{ settledNanoUsd: 0 }, { settledNanoUsd: 0 }]);
          expect(await ledger.balances(reservation.charges)).toEqual([
            { settledNanoUsd: 6, reservedNanoUsd: 0, uncertainNanoUsd: 0 },
          ]);
        },
        hourly,
        budgetOf({ id: 'other' }),
      ),
    );

    it(
      'answers the balances one by one for the given charges',
      withLedger(
        async ({ ask }) => {
          const { reservation } = await ask.reserve({ callId: 'a', amountNanoUsd: 3 }, 'hourly', 'other');
          await ask.reserve({ callId: 'b', amountNanoUsd: 5 }, 'other');
          const [first, second] = reservation.charges;
          const { balances } = await ask.settle('a', 2, [second!, first!]);
          expect(balances).toEqual([
            { settledNanoUsd: 2, reservedNanoUsd: 5, uncertainNanoUsd: 0 },
            { settledNanoUsd: 2, reservedNanoUsd: 0, uncertainNanoUsd: 0 },
          ]);
        },
        hourly,
        budgetOf({ id: 'other' }),
      ),
    );
  });

  it('comes to the same money in whatever order calls are settled', async () => {
    const cost = fc.nat(2 ** 40);
    const calls = fc.array(fc.record({ cost, held: cost, waitMs: fc.nat(40 * MINUTE), at: fc.nat() }), {
      maxLength: 12,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(calls, async (settled) => {
        const inOrder = settled.map((call, index) => ({ ...call, index }));
        const otherwise = inOrder.toSorted((a, b) => a.at - b.at);
        expect(await moneyAfter(otherwise, settled)).toEqual(await moneyAfter(inOrder, settled));
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  interface SettledCall {
    readonly held: number;
    readonly cost: number;
    readonly waitMs: number;
  }

  /** Money of all buckets of calls that were held in one order, and settled in another. */
  async function moneyAfter(
    settled: readonly (SettledCall & { readonly index: number })[],
    held: readonly SettledCall[],
  ): Promise<readonly BudgetBalance[]> {
    let money: readonly BudgetBalance[] = [];
    await withLedger(
      async ({ clock, ledger, ask }) => {
        const charges: (readonly BudgetCharge[])[] = [];
        for (const [index, { held: amountNanoUsd, waitMs }] of held.entries()) {
          clock.tick(waitMs);
          const request = { callId: `call ${index}`, amountNanoUsd, ttlMs: DAY };
          charges.push((await ask.reserve(request, 'hourly', 'daily')).reservation.charges);
        }
        for (const { index, cost } of settled) await ask.settle(`call ${index}`, cost, charges[index]!);
        money = await ledger.balances(charges.flat());
      },
      budgetOf({ id: 'hourly', mode: 'warn' }),
      budgetOf({ id: 'daily', mode: 'warn', period: 'day' }),
    )();
    return money;
  }
}
