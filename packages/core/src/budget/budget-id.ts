import type { BudgetScope } from './budget';
import type { BudgetPeriod } from './budget-period';

const ADVERBS: Readonly<Record<string, string>> = {
  hour: 'hourly',
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
  year: 'yearly',
};

/** How a period is called in a budget's id: `monthly`, `24h`. */
export function periodAdverb(period: BudgetPeriod): string {
  return ADVERBS[period] ?? period;
}

/**
 * The id of a budget that was given none: the same for the same period and scope, whatever the order of its fields.
 * `monthly`, `daily:agent=research`, `monthly:model=gpt-4o,tag.team=infra`.
 */
export function budgetIdOf(period: BudgetPeriod, { tag, ...scope }: BudgetScope): string {
  const fields = Object.entries(scope)
    .filter((field): field is [string, string] => field[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (tag) fields.push([`tag.${escaped(tag.key)}`, tag.value]);
  const suffix = fields.map(([name, value]) => `${name}=${escaped(value)}`).join(',');
  return suffix === '' ? periodAdverb(period) : `${periodAdverb(period)}:${suffix}`;
}

/** What would end a field, or not be seen on a screen, as its code: two scopes must never share an id. */
function escaped(text: string): string {
  return text.replace(/[%,=\p{C}\p{Z}]/gu, (character) =>
    Array.from(
      new TextEncoder().encode(character),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  );
}
