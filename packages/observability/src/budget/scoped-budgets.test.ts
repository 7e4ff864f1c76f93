import { type BudgetOptions, isInScope, resolveBudget } from '@kagura/core';
import fc from 'fast-check';
import { ScopedBudgets } from './scoped-budgets';

const name = fc.option(fc.constantFrom('a', 'b'), { nil: undefined });
const scope = fc.record({
  agent: name,
  model: name,
  provider: name,
  user: name,
  session: name,
  tenant: name,
});

const budgetOf = (given: Partial<BudgetOptions>, index: number) =>
  resolveBudget('monthly', { limitUsd: 1, id: String(index), ...given }, { timeZone: 'UTC' }).budget;

it('finds the budgets that a look at each would find, in their order', () => {
  fc.assert(
    fc.property(fc.array(scope, { size: 'max', maxLength: 40 }), scope, (scopes, call) => {
      const budgets = scopes.map(budgetOf);
      const found = new ScopedBudgets(budgets).matching(call);
      expect(found).toEqual(budgets.filter((budget) => isInScope(budget.scope, call)));
    }),
  );
});
