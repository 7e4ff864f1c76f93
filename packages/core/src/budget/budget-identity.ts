import type { Budget, BudgetScope } from './budget';
import { budgetIdOf } from './budget-id';
import type { BudgetOptions } from './budget-options';
import type { BudgetPeriod } from './budget-period';
import type { OptionChecks } from './option-checks';

const SCOPE_FIELDS = ['agent', 'model', 'provider', 'user', 'session', 'tenant'] as const;

/** What a budget is called and which calls it counts. */
export function readIdentity(
  period: BudgetPeriod,
  options: BudgetOptions,
  checks: OptionChecks,
): Pick<Budget, 'id' | 'scope'> {
  const fields = SCOPE_FIELDS.map((name) => [name, checks.text(name, options[name])] as const);
  const tag = readTag(options.tag, checks);
  const scope: BudgetScope = {
    ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
    ...(tag && { tag }),
  };
  const id = checks.text('id', options.id) ?? budgetIdOf(period, scope);
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(id)) throw checks.refused('id', id, 'a text without control characters');
  return { id, scope };
}

function readTag(tag: BudgetOptions['tag'], checks: OptionChecks): BudgetScope['tag'] {
  if (tag === undefined) return undefined;
  if (typeof tag !== 'string') {
    const { key, value } = checks.members(tag, ['key', 'value'], 'The tag of a budget');
    if (typeof value !== 'string') throw checks.refused('tag.value', value, 'a text');
    return { key: checks.text('tag.key', key ?? '') ?? '', value };
  }
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(tag) ?? [];
  if (key === undefined || value === undefined) {
    throw checks.refused('tag', tag, 'a key and a value, such as "team=search"');
  }
  return { key, value };
}
