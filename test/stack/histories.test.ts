import { MemoryLedger } from '@kagura/core';
import type { RedisBudgetLedger } from '@kagura/redis';
import * as fc from 'fast-check';
import type { MakeLedger } from '../ledger/contract/bench';
import { histories } from '../ledger/ledger-histories';
import { replay } from '../ledger/ledger-replay';
import { WAY_NAMES, type Way } from './clients';
import { LedgerBench } from './ledger-bench';

const bench = new LedgerBench();
beforeAll(() => bench.start());
afterAll(() => bench.stop());

const memory: MakeLedger = ({ now }) => {
  const ledger = new MemoryLedger({ now });
  return { ledger, close: () => ledger.close() };
};

/** Every question goes to the next of several ledgers on the same books, as from processes that share a server. */
const redis =
  (ways: readonly Way[]): MakeLedger =>
  ({ now }) => {
    const ledgers = bench.ledgers(ways, now);
    const close = async () => {
      for (const ledger of ledgers) await ledger.close();
    };
    let questions = 0;
    const ledger = new Proxy(ledgers[0] as RedisBudgetLedger, {
      get(first, name: keyof RedisBudgetLedger) {
        if (name === 'now') return () => Math.max(...ledgers.map((each) => each.now()));
        questions += 1;
        const next = ledgers[questions % ledgers.length] ?? first;
        const member = next[name];
        return typeof member === 'function' ? member.bind(next) : member;
      },
    });
    return { ledger, close };
  };

it.each([[['ioredis']], [['node-redis']], [['url']], [WAY_NAMES]] as const)(
  'answers every history by %p as the ledger in memory does, and as the facts want it',
  async (ways) => {
    await fc.assert(
      fc.asyncProperty(histories, (history) => replay(history, [redis(ways), memory])),
      { numRuns: ways.length > 1 ? 150 : 50 },
    );
  },
);
