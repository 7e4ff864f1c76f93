import { budgetOf } from '../ledger-requests';
import { HOUR, holdsFor, hourly, MINUTE, NOON, STATES, type WithLedger } from './bench';

export function describeReserve(withLedger: WithLedger): void {
  describe('reserve', () => {
    it(
      'holds the amount in every budget of the call and answers their money, the hold included',
      withLedger(
        async ({ ask }) => {
          const { answer } = await ask.reserve({ callId: 'a', amountNanoUsd: 30 }, 'hourly', 'daily');
          const held = { settledNanoUsd: 0, reservedNanoUsd: 30, uncertainNanoUsd: 0 };
          expect(answer).toEqual({ outcome: 'held', balances: [held, held] });
          expect([await ask.money('hourly'), await ask.money('daily')]).toEqual([
            [0, 30, 0],
            [0, 30, 0],
          ]);
        },
        hourly,
        budgetOf({ id: 'daily', period: 'day' }),
      ),
    );

    it(
      'holds up to the limit and not one nano-dollar more',
      withLedger(async ({ ask }) => {
        expect((await ask.reserve({ callId: 'a', amountNanoUsd: 99 }, 'hourly')).answer.outcome).toBe('held');
        expect((await ask.reserve({ callId: 'b', amountNanoUsd: 2 }, 'hourly')).answer.outcome).toBe(
          'denied',
        );
        expect((await ask.reserve({ callId: 'c', amountNanoUsd: 1 }, 'hourly')).answer.outcome).toBe('held');
        expect((await ask.reserve({ callId: 'd', amountNanoUsd: 0 }, 'hourly')).answer.outcome).toBe('held');
        expect(await ask.money('hourly')).toEqual([0, 100, 0]);
      }, hourly),
    );

    it(
      'counts settled, reserved and uncertain money',
      withLedger(async (bench) => {
        for (const state of ['settled', 'held', 'uncertain'] as const) await holdsFor(bench, state, state);
        expect(await bench.ask.money('hourly')).toEqual([7, 10, 10]);
        const [tooMuch, fits] = [74, 73].map((amountNanoUsd) => ({
          callId: `${amountNanoUsd}`,
          amountNanoUsd,
        }));
        expect((await bench.ask.reserve(tooMuch!, 'hourly')).answer.outcome).toBe('denied');
        expect((await bench.ask.reserve(fits!, 'hourly')).answer.outcome).toBe('held');
      }, hourly),
    );

    it(
      'names the first charge that a call does not fit, and has written nothing anywhere',
      withLedger(
        async ({ ledger, ask }) => {
          const ids = ['warned', 'hourly', 'tight', 'tighter'];
          const { answer, reservation } = await ask.reserve({ callId: 'a', amountNanoUsd: 20 }, ...ids);
          const nothing = { settledNanoUsd: 0, reservedNanoUsd: 0, uncertainNanoUsd: 0 };
          expect(answer).toEqual({
            outcome: 'denied',
            charge: reservation.charges[2],
            balances: [nothing, nothing, nothing, nothing],
          });
          for (const id of ids) expect(await ask.money(id)).toEqual([0, 0, 0]);
          for (const state of STATES) expect(await ledger.entries({ state, limit: 9 })).toEqual([]);
          // The id is free for a call that fits.
          const smaller = await ask.reserve({ callId: 'a', amountNanoUsd: 5 }, ...ids);
          expect(smaller.answer.outcome).toBe('held');
        },
        budgetOf({ id: 'warned', mode: 'warn', limitNanoUsd: 1 }),
        hourly,
        budgetOf({ id: 'tight', limitNanoUsd: 19 }),
        budgetOf({ id: 'tighter', limitNanoUsd: 5 }),
      ),
    );

    it(
      'never denies because of a budget that does not block, but counts for it',
      withLedger(
        async ({ ask }) => {
          expect((await ask.reserve({ callId: 'a' }, 'warned')).answer.outcome).toBe('held');
          expect(await ask.money('warned')).toEqual([0, 10, 0]);
        },
        budgetOf({ id: 'warned', mode: 'warn', limitNanoUsd: 0 }),
      ),
    );

    it(
      'keeps a call without budgets',
      withLedger(async ({ ledger, ask }) => {
        expect((await ask.reserve({ callId: 'a' })).answer).toEqual({ outcome: 'held', balances: [] });
        expect(await ledger.release('a')).toBe(true);
      }),
    );

    it.each(STATES)('answers a call that is %s already as before, and writes nothing', (state) =>
      withLedger(async (bench) => {
        const reservation = await holdsFor(bench, 'a', state);
        const [money, calls] = [await bench.ask.money('hourly'), await bench.ask.calls(state)];
        const [balance] = await bench.ledger.balances(reservation.charges);
        const again = { ...reservation, amountNanoUsd: 50 };
        const known = { outcome: 'held', balances: [balance] };
        expect(await bench.ledger.reserve(again)).toEqual(known);
        // Whatever has changed since: a lost answer must not become a denial.
        await bench.ledger.putBudget(budgetOf({ id: 'hourly', limitNanoUsd: 0 }));
        expect(await bench.ledger.reserve(again)).toEqual(known);
        expect([await bench.ask.money('hourly'), await bench.ask.calls(state)]).toEqual([money, calls]);
        bench.clock.tick(2 * HOUR);
        expect(await bench.ledger.reserve(again)).toEqual(known);
      }, hourly)(),
    );

    it(
      'answers the balances of a call that it knows as they are now',
      withLedger(async ({ ledger, ask }) => {
        const { reservation } = await ask.reserve({ callId: 'a' }, 'hourly');
        await ask.reserve({ callId: 'b', amountNanoUsd: 25 }, 'hourly');
        expect(await ledger.reserve(reservation)).toMatchObject({ balances: [{ reservedNanoUsd: 35 }] });
      }, hourly),
    );

    it(
      'wants charges of the budgets as they are: the version rises when one is set or removed',
      withLedger(async ({ ledger, ask }) => {
        const before = await ask.reservation({ callId: 'a' }, 'hourly');
        const changes = [
          () => ledger.putBudget(budgetOf({ id: 'other' })),
          () => ledger.putBudget(budgetOf({ id: 'other', limitNanoUsd: 5 })),
          () => ledger.removeBudget('other'),
        ];
        let { version } = await ledger.budgets();
        for (const change of changes) {
          await change();
          expect((await ledger.budgets()).version).toBeGreaterThan(version);
          version = (await ledger.budgets()).version;
          expect(await ledger.reserve(before)).toEqual({ outcome: 'stale', reason: 'budgets' });
        }
        expect(await ledger.reserve({ ...before, version: version + 1 })).toMatchObject({
          outcome: 'stale',
        });
        expect(await ledger.reserve({ ...before, version })).toMatchObject({ outcome: 'held' });
        expect(await ask.money('hourly')).toEqual([0, 10, 0]);
      }, hourly),
    );

    it(
      'wants charges of the bucket that it is now, from its first millisecond to its last',
      withLedger(async ({ clock, ledger, ask }) => {
        const reservation = await ask.reservation({ callId: 'a' }, 'hourly');
        const stale = { outcome: 'stale', reason: 'clock' };
        const later = reservation.charges.map((charge) => ({
          ...charge,
          bucket: NOON + 1,
          bucketEnd: NOON + HOUR,
        }));
        expect(await ledger.reserve({ ...reservation, charges: later })).toEqual(stale);
        clock.set(NOON + HOUR);
        expect(await ledger.reserve(reservation)).toEqual(stale);
        expect(ledger.now()).toBe(NOON + HOUR);
        expect(await ask.money('hourly')).toEqual([0, 0, 0]);
        const next = await ask.reserve({ callId: 'b' }, 'hourly');
        expect(next.answer.outcome).toBe('held');
        clock.set(NOON + 2 * HOUR - 1);
        expect(await ledger.reserve({ ...next.reservation, callId: 'c' })).toMatchObject({
          outcome: 'held',
        });
      }, hourly),
    );

    it(
      'does not go back in time: no bucket is charged again when the clock is set back',
      withLedger(async ({ clock, ledger, ask }) => {
        const earlier = await ask.reservation({ callId: 'a' }, 'hourly');
        clock.set(NOON + HOUR + 1);
        await ask.reserve({ callId: 'b' }, 'hourly');
        clock.set(NOON + 1);
        expect(await ledger.reserve(earlier)).toEqual({ outcome: 'stale', reason: 'clock' });
        expect(ledger.now()).toBe(NOON + HOUR + 1);
        expect((await ask.reserve({ callId: 'c' }, 'hourly')).answer).toMatchObject({
          outcome: 'held',
          balances: [{ reservedNanoUsd: 20 }],
        });
      }, hourly),
    );

    it(
      'makes overdue holds uncertain, twenty of them, those that were to end first',
      withLedger(
        async ({ clock, ask }) => {
          for (let index = 24; index > 0; index--) {
            const callId = `hold ${index}`;
            await ask.reserve({ callId, amountNanoUsd: 1, leakNanoUsd: 1, ttlMs: index }, 'hourly');
          }
          clock.tick(23);
          await ask.reserve({ callId: 'first' }, 'hourly');
          expect(await ask.money('hourly')).toEqual([0, 14, 20]);
          expect(await ask.calls('held')).toEqual(['hold 24', 'hold 23', 'hold 22', 'hold 21', 'first']);
          await ask.reserve({ callId: 'second' }, 'hourly');
          expect(await ask.money('hourly')).toEqual([0, 21, 23]);
        },
        budgetOf({ id: 'hourly' }),
      ),
    );

    it(
      'gives what does not leak to the call that comes, also where that is denied in the end',
      withLedger(async ({ clock, ask }) => {
        await ask.reserve({ callId: 'dead', amountNanoUsd: 90, leakNanoUsd: 40 }, 'hourly');
        clock.tick(MINUTE);
        const denied = await ask.reserve({ callId: 'a', amountNanoUsd: 61 }, 'hourly');
        expect(denied.answer.outcome).toBe('denied');
        expect(await ask.money('hourly')).toEqual([0, 0, 40]);
        expect((await ask.reserve({ callId: 'b', amountNanoUsd: 60 }, 'hourly')).answer.outcome).toBe('held');
      }, hourly),
    );

    it(
      'counts for a length of time what its window still holds, and no more',
      withLedger(
        async ({ clock, ask }) => {
          const { reservation } = await ask.reserve({ callId: 'a', amountNanoUsd: 60 }, 'rolling');
          await ask.settle('a', 60, reservation.charges);
          clock.tick(30 * MINUTE);
          const second = await ask.reserve({ callId: 'b', amountNanoUsd: 40 }, 'rolling');
          await ask.settle('b', 40, second.reservation.charges);
          clock.set(NOON + HOUR + MINUTE - 1);
          const full = await ask.reserve({ callId: 'c', amountNanoUsd: 1 }, 'rolling');
          expect(full.answer.outcome).toBe('denied');
          clock.tick(1);
          const { answer } = await ask.reserve({ callId: 'd', amountNanoUsd: 60 }, 'rolling');
          expect(answer).toMatchObject({
            outcome: 'held',
            balances: [{ settledNanoUsd: 40, reservedNanoUsd: 60 }],
          });
        },
        budgetOf({ id: 'rolling', period: '1h' }),
      ),
    );

    it(
      'lets as many of a burst through as there is room for',
      withLedger(async ({ ledger, ask }) => {
        const requests = await Promise.all(
          Array.from({ length: 40 }, (_, index) =>
            ask.reservation({ callId: `call ${index}`, amountNanoUsd: 7 }, 'hourly'),
          ),
        );
        const answers = await Promise.all(requests.map(async (request) => ledger.reserve(request)));
        expect(answers.filter(({ outcome }) => outcome === 'held')).toHaveLength(14);
        expect(await ask.money('hourly')).toEqual([0, 98, 0]);
      }, hourly),
    );
  });
}
