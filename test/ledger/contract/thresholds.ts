import { budgetOf } from '../ledger-requests';
import { type Bench, HOUR, LARGEST, NOON, type WithLedger } from './bench';

export function describeThresholds(withLedger: WithLedger): void {
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
}
