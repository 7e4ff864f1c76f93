import { HOUR, holdsFor, hourly, MINUTE, NOON, type WithLedger } from './bench';

export function describeHolds(withLedger: WithLedger): void {
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

    it.each(['settled', 'released', 'uncertain'] as const)('does not bring a call back that is %s', (state) =>
      withLedger(async (bench) => {
        await holdsFor(bench, 'a', state);
        const before = await bench.ledger.entries({ state, limit: 1 });
        await bench.ledger.renew(['a'], 500_000);
        expect(await bench.ledger.entries({ state, limit: 1 })).toEqual(before);
        expect(await bench.ask.calls('held')).toEqual([]);
      }, hourly)(),
    );
  });
}
