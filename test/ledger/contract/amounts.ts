import { budgetOf } from '../ledger-requests';
import { hourly, LARGEST, type WithLedger } from './bench';

export function describeAmounts(withLedger: WithLedger): void {
  describe('amounts', () => {
    it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, LARGEST + 1])('of %p are a mistake', (amount) =>
      withLedger(async ({ ledger, ask }) => {
        const reservation = await ask.reservation({ callId: 'a' }, 'hourly');
        const { charges } = reservation;
        const requests = [
          async () => ledger.reserve({ ...reservation, amountNanoUsd: amount }),
          async () => ledger.reserve({ ...reservation, leakNanoUsd: amount }),
          async () => ledger.settle({ callId: 'a', amountNanoUsd: amount, charges }),
        ];
        for (const request of requests) await expect(request()).rejects.toThrow(RangeError);
        expect(await ask.money('hourly')).toEqual([0, 0, 0]);
        expect(await ask.calls('settled')).toEqual([]);
      }, hourly)(),
    );

    it(
      'that a budget cannot count exactly any more are a mistake, and nothing is booked',
      withLedger(
        async ({ ledger, ask }) => {
          const ids = ['other', 'largest'];
          const charges = await ask.charges('largest');
          await ask.settle('a', LARGEST - 5, charges);
          const settlement = { callId: 'b', amountNanoUsd: 6, charges: await ask.charges(...ids) };
          await expect((async () => ledger.settle(settlement))()).rejects.toThrow(RangeError);
          await ask.reserve({ callId: 'c', amountNanoUsd: LARGEST }, 'held');
          const tooMuch = await ask.reservation({ callId: 'd', amountNanoUsd: 1 }, 'other', 'held');
          await expect((async () => ledger.reserve(tooMuch))()).rejects.toThrow(RangeError);
          expect([await ask.money('other'), await ask.money('largest'), await ask.money('held')]).toEqual([
            [0, 0, 0],
            [LARGEST - 5, 0, 0],
            [0, LARGEST, 0],
          ]);
          expect([await ask.calls('settled'), await ask.calls('held')]).toEqual([['a'], ['c']]);
        },
        budgetOf({ id: 'other' }),
        budgetOf({ id: 'largest', mode: 'warn' }),
        budgetOf({ id: 'held', mode: 'warn' }),
      ),
    );

    it(
      'are exact up to the largest integer that JavaScript counts with',
      withLedger(
        async ({ ask }) => {
          const { reservation } = await ask.reserve({ callId: 'a', amountNanoUsd: LARGEST - 1 }, 'largest');
          await ask.settle('a', LARGEST - 2, reservation.charges);
          expect((await ask.reserve({ callId: 'b', amountNanoUsd: 3 }, 'largest')).answer.outcome).toBe(
            'denied',
          );
          expect((await ask.reserve({ callId: 'c', amountNanoUsd: 2 }, 'largest')).answer.outcome).toBe(
            'held',
          );
          expect(await ask.money('largest')).toEqual([LARGEST - 2, 2, 0]);
        },
        budgetOf({ id: 'largest', limitNanoUsd: LARGEST }),
      ),
    );
  });
}
