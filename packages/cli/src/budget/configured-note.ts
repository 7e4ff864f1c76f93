import type { BudgetContext } from './budget-context';

/** Says that a budget comes from the configuration file, which will set it again. */
export function configuredNote({ configured, configurationPath }: BudgetContext, id: string): string[] {
  return configured.some((budget) => budget.id === id)
    ? [
        `${configurationPath} has a budget "${id}" too, which is set again at the next start: change it there.`,
      ]
    : [];
}
