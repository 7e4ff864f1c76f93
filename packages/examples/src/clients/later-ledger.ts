import { type BudgetLedger, MemoryLedger } from '@kagura/core';

/** A ledger in memory that answers as one on another machine does: by promises. */
export function laterLedger(): BudgetLedger {
  const inner = new MemoryLedger();
  return new Proxy<BudgetLedger>(inner, {
    get: (_target, key) => {
      if (key === 'isSynchronous') return false;
      const value: unknown = Reflect.get(inner, key, inner);
      if (typeof value !== 'function') return value;
      const ask = (...args: unknown[]): unknown => Reflect.apply(value, inner, args);
      return key === 'now' ? ask : async (...args: unknown[]) => ask(...args);
    },
  });
}
