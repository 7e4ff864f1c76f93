import type { Budget, BudgetBalance, BudgetCharge, BudgetLedger, EntryState } from '@kagura/core';
import * as fc from 'fast-check';
import { budgetOf, LedgerRequests } from './ledger-requests';
import { VirtualClock } from './virtual-clock';

/** A ledger that a test has made for itself. */
export interface TestedLedger {
  readonly ledger: BudgetLedger;
  /** Leaves the ledger as a process leaves it that is killed, and opens it anew; `ledger` is that one from then on. */
  reopen?(): void | Promise<void>;
  close(): void | Promise<void>;
}

/** A new ledger without budgets, which takes its time from the clock. */
export type MakeLedger = (clock: VirtualClock) => TestedLedger | Promise<TestedLedger>;

const NOON = Date.UTC(2026, 2, 10, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STATES: readonly EntryState[] = ['held', 'settled', 'released', 'uncertain'];
/** The largest limit, and money near it, where JavaScript's products are no longer exact. */
const LARGEST = Number.MAX_SAFE_INTEGER;

interface Bench {
  readonly clock: VirtualClock;
  readonly ledger: BudgetLedger;
  readonly ask: LedgerRequests;
}

/** What every ledger does, sentence by sentence of its interface. */
export function describeLedger(name: string, makeLedger: MakeLedger): void {
  describe(`the ${name} ledger`, () => {
    const holdsFor = async ({ ledger, ask }: Bench, callId: string, state: EntryState) => {
      const { reservation } = await ask.reserve({ callId, owner: `owner of ${callId}` }, 'hourly');
      if (state === 'settled') await ask.settle(callId, 7, reservation.charges);
      if (state === 'released') await ledger.release(callId);
      if (state === 'uncertain') await ledger.expire({ limit: 1, owner: `owner of ${callId}` });
      return reservation;
    };

    /** Makes a ledger with budgets, at noon. */
    const withLedger =
      (body: (bench: Bench) => Promise<void>, ...budgets: readonly Budget[]) =>
      async () => {
        const clock = new VirtualClock(NOON);
        const { ledger, close } = await makeLedger(clock);
        try {
          for (const budget of budgets) await ledger.putBudget(budget);
          await body({ clock, ledger, ask: new LedgerRequests(ledger) });
        } finally {
          await close();
        }
      };
    const hourly = budgetOf({ id: 'hourly' });

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
          expect((await ask.reserve({ callId: 'a', amountNanoUsd: 99 }, 'hourly')).answer.outcome).toBe(
            'held',
          );
          expect((await ask.reserve({ callId: 'b', amountNanoUsd: 2 }, 'hourly')).answer.outcome).toBe(
            'denied',
          );
          expect((await ask.reserve({ callId: 'c', amountNanoUsd: 1 }, 'hourly')).answer.outcome).toBe(
            'held',
          );
          expect((await ask.reserve({ callId: 'd', amountNanoUsd: 0 }, 'hourly')).answer.outcome).toBe(
            'held',
          );
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
          expect((await ask.reserve({ callId: 'b', amountNanoUsd: 60 }, 'hourly')).answer.outcome).toBe(
            'held',
          );
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

    describe('thresholds', () => {
      const told = budgetOf({ id: 'told', limitNanoUsd: 200, thresholds: [50, 80, 100] });
      const crossed = async ({ ask }: Bench, callId: string, cost: number, ...ids: readonly string[]) => {
        const { crossings } = await ask.settle(callId, cost, await ask.charges(...ids));
        return crossings.map(({ budgetId, threshold }) => `${budgetId} ${threshold}`);
      };

      it(
        'are told when settled money reaches them, in rising order, once',
        withLedger(async (bench) => {
          expect(await crossed(bench, 'a', 99, 'told')).toEqual([]);
          const charges = await bench.ask.charges('told');
          const { crossings } = await bench.ask.settle('b', 1, charges);
          expect(crossings).toEqual([
            { budgetId: 'told', period: NOON, threshold: 50, settledNanoUsd: 100, limitNanoUsd: 200 },
          ]);
          expect(await crossed(bench, 'c', 59, 'told')).toEqual([]);
          expect(await crossed(bench, 'c', 100, 'told')).toEqual([]);
          expect(await crossed(bench, 'd', 500, 'told')).toEqual(['told 80', 'told 100']);
          expect(await crossed(bench, 'e', 500, 'told')).toEqual([]);
        }, told),
      );

      it(
        'are told again in the next period',
        withLedger(async (bench) => {
          expect(await crossed(bench, 'a', 100, 'told')).toEqual(['told 50']);
          bench.clock.tick(HOUR);
          expect(await crossed(bench, 'b', 99, 'told')).toEqual([]);
          expect(await crossed(bench, 'c', 1, 'told')).toEqual(['told 50']);
        }, told),
      );

      it(
        'of a length of time are told once in each such length',
        withLedger(
          async (bench) => {
            expect(await crossed(bench, 'a', 6, 'rolling')).toEqual(['rolling 50']);
            bench.clock.tick(HOUR - 1);
            expect(await crossed(bench, 'b', 1, 'rolling')).toEqual([]);
            bench.clock.tick(1);
            expect(await crossed(bench, 'c', 1, 'rolling')).toEqual(['rolling 50']);
          },
          budgetOf({ id: 'rolling', period: '1h', limitNanoUsd: 10, thresholds: [50] }),
        ),
      );

      it(
        'count settled money only',
        withLedger(async (bench) => {
          await bench.ask.reserve({ callId: 'held', amountNanoUsd: 100 }, 'told');
          await bench.ask.reserve({ callId: 'lost', amountNanoUsd: 90, owner: 'dead' }, 'told');
          await bench.ledger.expire({ limit: 1, owner: 'dead' });
          expect(await crossed(bench, 'a', 10, 'told')).toEqual([]);
        }, told),
      );

      it(
        'of a late settlement are those of its own period, by the money of that',
        withLedger(async (bench) => {
          const { reservation } = await bench.ask.reserve({ callId: 'late', amountNanoUsd: 60 }, 'told');
          bench.clock.tick(HOUR);
          expect(await crossed(bench, 'a', 99, 'told')).toEqual([]);
          const { crossings, balances } = await bench.ask.settle('late', 60, reservation.charges);
          expect(crossings).toEqual([]);
          expect(balances).toMatchObject([{ settledNanoUsd: 60 }]);
          expect(await crossed(bench, 'b', 1, 'told')).toEqual(['told 50']);
        }, told),
      );

      it(
        'are told of the budgets only that the call was booked in',
        withLedger(
          async (bench) => {
            await bench.ask.reserve({ callId: 'a' }, 'other');
            expect(await crossed(bench, 'a', 300, 'told', 'other')).toEqual(['other 100']);
            expect(await bench.ask.money('told')).toEqual([0, 0, 0]);
          },
          told,
          budgetOf({ id: 'other', thresholds: [100] }),
        ),
      );

      it(
        'follow a limit that was changed',
        withLedger(async (bench) => {
          expect(await crossed(bench, 'a', 60, 'told')).toEqual([]);
          await bench.ledger.putBudget({ ...told, limitNanoUsd: 75 });
          expect(await crossed(bench, 'b', 0, 'told')).toEqual(['told 50', 'told 80']);
          await bench.ledger.putBudget({ ...told, limitNanoUsd: 60 });
          expect(await crossed(bench, 'c', 0, 'told')).toEqual(['told 100']);
        }, told),
      );

      it(
        'of a limit of nothing are reached with the first nano-dollar',
        withLedger(
          async (bench) => {
            expect(await crossed(bench, 'a', 0, 'nothing')).toEqual([]);
            expect(await crossed(bench, 'b', 1, 'nothing')).toEqual(['nothing 50', 'nothing 100']);
          },
          budgetOf({ id: 'nothing', mode: 'warn', limitNanoUsd: 0, thresholds: [50, 100] }),
        ),
      );

      it(
        'are exact where money is rounded by others',
        withLedger(
          async (bench) => {
            expect(await crossed(bench, 'a', 1, 'three', 'largest')).toEqual([]);
            expect(await crossed(bench, 'b', 1, 'three')).toEqual(['three 50']);
            // A double cannot tell these two apart after they are multiplied by a hundred.
            const half = (LARGEST + 1) / 2;
            expect(await crossed(bench, 'c', half - 2, 'largest')).toEqual([]);
            expect(await crossed(bench, 'd', 1, 'largest')).toEqual(['largest 50']);
          },
          budgetOf({ id: 'three', limitNanoUsd: 3, thresholds: [50] }),
          budgetOf({ id: 'largest', limitNanoUsd: LARGEST, thresholds: [50] }),
        ),
      );
    });

    describe('release', () => {
      it.each([
        ['held', true],
        ['uncertain', true],
        ['released', false],
        ['settled', false],
      ] as const)('of a call that is %s has an effect: %p', (state, hasEffect) =>
        withLedger(async (bench) => {
          await holdsFor(bench, 'a', state);
          expect(await bench.ledger.release('a')).toBe(hasEffect);
          expect(await bench.ledger.release('a')).toBe(false);
          expect(await bench.ask.money('hourly')).toEqual([state === 'settled' ? 7 : 0, 0, 0]);
          expect(await bench.ask.calls(state === 'settled' ? 'settled' : 'released')).toEqual(['a']);
        }, hourly)(),
      );

      it(
        'of a call that nobody knows has none',
        withLedger(async ({ ledger, ask }) => {
          expect(await ledger.release('nobody')).toBe(false);
          expect(await ask.calls('released')).toEqual([]);
        }),
      );

      it(
        'gives back to the buckets where the call was held',
        withLedger(async ({ clock, ledger, ask }) => {
          const { reservation } = await ask.reserve({ callId: 'a', amountNanoUsd: 30 }, 'hourly');
          clock.tick(HOUR);
          await ask.reserve({ callId: 'b', amountNanoUsd: 30 }, 'hourly');
          expect(await ledger.release('a')).toBe(true);
          expect(await ask.money('hourly')).toEqual([0, 30, 0]);
          expect(await ledger.balances(reservation.charges)).toMatchObject([{ reservedNanoUsd: 0 }]);
        }, hourly),
      );
    });

    describe('expire', () => {
      it(
        'makes holds uncertain from the millisecond at which they end, with what leaks of them',
        withLedger(async ({ clock, ledger, ask }) => {
          await ask.reserve({ callId: 'a', amountNanoUsd: 30, leakNanoUsd: 4, ttlMs: 1_000 }, 'hourly');
          clock.tick(999);
          expect(await ledger.expire({ limit: 9 })).toBe(0);
          expect(await ask.money('hourly')).toEqual([0, 30, 0]);
          clock.tick(1);
          expect(await ledger.expire({ limit: 9 })).toBe(1);
          expect(await ask.money('hourly')).toEqual([0, 0, 4]);
          expect(await ledger.entries({ state: 'uncertain', limit: 9 })).toMatchObject([
            { callId: 'a', amountNanoUsd: 30, countedNanoUsd: 4 },
          ]);
          expect(await ledger.expire({ limit: 9 })).toBe(0);
        }, hourly),
      );

      it(
        'releases holds of which nothing leaks',
        withLedger(async ({ clock, ledger, ask }) => {
          await ask.reserve({ callId: 'a', leakNanoUsd: 0 }, 'hourly');
          clock.tick(MINUTE);
          expect(await ledger.expire({ limit: 9 })).toBe(1);
          expect([await ask.calls('uncertain'), await ask.calls('released')]).toEqual([[], ['a']]);
          expect(await ask.money('hourly')).toEqual([0, 0, 0]);
        }, hourly),
      );

      it(
        'takes as many as it may, those that end first before others, and those of an owner in any case',
        withLedger(async ({ clock, ledger, ask }) => {
          await ask.reserve({ callId: 'd', ttlMs: 4_000, owner: 'dead' }, 'hourly');
          await ask.reserve({ callId: 'c', ttlMs: 3_000 }, 'hourly');
          await ask.reserve({ callId: 'b', ttlMs: 2_000, owner: 'dead' }, 'hourly');
          await ask.reserve({ callId: 'a', ttlMs: 1_000 }, 'hourly');
          clock.tick(1_500);
          expect(await ledger.expire({ limit: 2, owner: 'dead' })).toBe(2);
          expect(await ask.calls('held')).toEqual(['d', 'c']);
          expect(await ledger.expire({ limit: 2, owner: 'dead' })).toBe(1);
          expect(await ask.calls('held')).toEqual(['c']);
          expect(await ledger.expire({ limit: 0, owner: 'one' })).toBe(0);
          expect(await ask.money('hourly')).toEqual([0, 10, 30]);
        }, hourly),
      );
    });

    describe('forgive', () => {
      it(
        'strikes what is uncertain of a call',
        withLedger(async ({ ledger, ask }) => {
          await ask.reserve({ callId: 'a', amountNanoUsd: 50, leakNanoUsd: 20, owner: 'dead' }, 'hourly');
          await ledger.expire({ limit: 1, owner: 'dead' });
          expect(await ledger.forgive('a')).toBe(20);
          expect(await ledger.forgive('a')).toBeUndefined();
          expect(await ask.money('hourly')).toEqual([0, 0, 0]);
          expect(await ask.calls('released')).toEqual(['a']);
        }, hourly),
      );

      it.each(['held', 'settled', 'released', 'nobody'] as const)(
        'has no effect on a call that is %s',
        (state) =>
          withLedger(async (bench) => {
            if (state !== 'nobody') await holdsFor(bench, 'a', state);
            const money = await bench.ask.money('hourly');
            expect(await bench.ledger.forgive('a')).toBeUndefined();
            expect(await bench.ask.money('hourly')).toEqual(money);
            if (state !== 'nobody') expect(await bench.ask.calls(state)).toEqual(['a']);
          }, hourly)(),
      );
    });

    describe('renew', () => {
      it(
        'lets holds last from now on, and others end',
        withLedger(async ({ clock, ledger, ask }) => {
          for (const callId of ['a', 'b', 'c']) await ask.reserve({ callId }, 'hourly');
          clock.tick(MINUTE - 1);
          await ledger.renew(['a', 'nobody', 'c'], 10_000);
          await ledger.renew([], 10_000);
          clock.tick(9_999);
          expect(await ledger.expire({ limit: 9 })).toBe(1);
          expect(await ask.calls('uncertain')).toEqual(['b']);
          expect(await ledger.entries({ state: 'held', limit: 1 })).toMatchObject([
            { callId: 'a', createdAt: NOON, expiresAt: NOON + MINUTE - 1 + 10_000 },
          ]);
          clock.tick(1);
          expect(await ledger.expire({ limit: 9 })).toBe(2);
        }, hourly),
      );

      it.each(['settled', 'released', 'uncertain'] as const)(
        'does not bring a call back that is %s',
        (state) =>
          withLedger(async (bench) => {
            await holdsFor(bench, 'a', state);
            const before = await bench.ledger.entries({ state, limit: 1 });
            await bench.ledger.renew(['a'], 500_000);
            expect(await bench.ledger.entries({ state, limit: 1 })).toEqual(before);
            expect(await bench.ask.calls('held')).toEqual([]);
          }, hourly)(),
      );
    });

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
            expect([await ask.calls('settled'), await ask.calls('released')]).toEqual([
              ['settled later'],
              [],
            ]);
            expect(await ask.calls('held')).toEqual(['held 1', 'held 2']);
            expect(await ask.calls('uncertain')).toEqual(['uncertain 1', 'uncertain 2']);
            expect(await ask.money('hourly')).toEqual(money);
          },
          budgetOf({ id: 'hourly', limitNanoUsd: 1_000 }),
        ),
      );
    });

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
  });
}
