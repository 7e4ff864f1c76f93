import { addSetFlags } from '../budget/set-flags';
import type { CommandDefinition, CommandGroup, JsonField } from '../command-definition';

const BUDGET_MEMBERS =
  'id, period, scope, mode, time_zone, limit_usd, spent_usd, reserved_usd, uncertain_usd, remaining_usd, used_ratio, ' +
  'status (ok, warn, over), thresholds, thresholds_reached, starts_at, resets_at, forecast_usd, forecast_method';

const BUDGETS_FIELD: JsonField = ['data.budgets[]', 'object', BUDGET_MEMBERS];

const listCommand: CommandDefinition = {
  name: 'list',
  summary: 'budgets, what is spent of them and what it may come to',
  accepts: [],
  examples: ['kagura budget', 'kagura budget list monthly', 'kagura budget list --json'],
  jsonFields: [BUDGETS_FIELD],
  databaseOptional: 'budgets',
  configure: (command) => {
    command.argument('[id]', 'only this budget');
  },
  load: () => (require('../budget/list-budgets') as typeof import('../budget/list-budgets')).listBudgets,
};

const setCommand: CommandDefinition = {
  name: 'set',
  summary: 'limit what calls may cost in a period; programs that run obey it within seconds',
  accepts: ['period', 'weekStart', 'agent', 'model', 'provider', 'session', 'user', 'tag'],
  examples: [
    'kagura budget set 50',
    'kagura budget set 0.50 --period daily --agent research --mode warn',
    'kagura budget set 5 --period 24h --tag team=infra --warn 50,80',
  ],
  jsonFields: [
    ['data.budget', 'object', BUDGET_MEMBERS],
    ['data.replaced_limit_usd', 'number, null', 'limit of the budget of the same id until now'],
  ],
  databaseOptional: 'budgets',
  configure: (command) => {
    command.argument('<usd>', 'limit in US dollars');
    addSetFlags(command);
  },
  load: () => (require('../budget/set-budget') as typeof import('../budget/set-budget')).setBudget,
};

const removeCommand: CommandDefinition = {
  name: 'rm',
  summary: 'take a limit away; what was spent counts again if it is set again',
  accepts: [],
  examples: ['kagura budget rm monthly', 'kagura budget rm daily:agent=research --json'],
  jsonFields: [['data.removed', 'text', 'id of the budget']],
  databaseOptional: 'budgets',
  configure: (command) => {
    command.argument('<id>', 'id of the budget');
  },
  load: () => (require('../budget/remove-budget') as typeof import('../budget/remove-budget')).removeBudget,
};

const checkCommand: CommandDefinition = {
  name: 'check',
  summary: 'end with 5 where more was spent than a limit allows',
  accepts: [],
  examples: ['kagura budget check', 'kagura budget check monthly --json'],
  jsonFields: [['data.is_over', 'boolean', 'more was spent of one of them than its limit'], BUDGETS_FIELD],
  databaseOptional: 'budgets',
  configure: (command) => {
    command.argument('[id]', 'only this budget');
  },
  load: () => (require('../budget/check-budgets') as typeof import('../budget/check-budgets')).checkBudgets,
};

const uncertainCommand: CommandDefinition = {
  name: 'uncertain',
  summary: 'calls of which nobody will tell what they cost, because their process died',
  accepts: ['limit'],
  examples: ['kagura budget uncertain', 'kagura budget uncertain --json'],
  jsonFields: [
    ['data.calls[]', 'object', 'call_id, amount_usd, agent, model, started_at, budgets: the oldest first'],
  ],
  databaseOptional: 'budgets',
  configure: () => undefined,
  load: () =>
    (require('../budget/list-uncertain') as typeof import('../budget/list-uncertain')).listUncertain,
};

const forgiveCommand: CommandDefinition = {
  name: 'forgive',
  summary: 'count nothing for a call of which nobody will tell what it cost',
  accepts: [],
  examples: ['kagura budget forgive 4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7'],
  jsonFields: [['data.forgiven_usd', 'number', 'US dollars that counted for it until now']],
  databaseOptional: 'budgets',
  configure: (command) => {
    command.argument('<call>', 'id of the call, as budget uncertain shows it');
  },
  load: () => (require('../budget/forgive-call') as typeof import('../budget/forgive-call')).forgiveCall,
};

export const budgetCommands: CommandGroup = {
  name: 'budget',
  summary: 'limits to what calls may cost: look at them, set and remove them, check them in CI',
  commands: [listCommand, setCommand, removeCommand, checkCommand, uncertainCommand, forgiveCommand],
  defaultCommand: 'list',
};
