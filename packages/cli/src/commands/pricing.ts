import type { CommandDefinition, CommandGroup, JsonField } from '../command-definition';
import { addRateFlags } from '../pricing/rate-flags';
import { FILTER_FLAGS, RANGE_FLAGS } from '../shared-options';

const TABLE_FIELDS: readonly JsonField[] = [
  ['data.table_version', 'text', 'version of the bundled table'],
  ['data.table_date', 'text', 'day of its data'],
];

const listCommand: CommandDefinition = {
  name: 'list',
  summary: 'the price list, your own prices first',
  accepts: ['provider', 'limit'],
  examples: [
    'kagura pricing list --provider anthropic',
    'kagura pricing list gpt-4o --all',
    'kagura pricing list sonnet --at 2025-10-01 --json',
  ],
  jsonFields: [
    ...TABLE_FIELDS,
    [
      'data.prices[]',
      'object',
      'id, provider, model, aliases, tier, from, to, hours, rates, above, discount, origin, set_by, notes',
    ],
  ],
  databaseOptional: true,
  configure: (command) => {
    command
      .argument('[text]', 'only models that have this in one of their ids')
      .option('--at <time>', 'prices in force at this time (default: now)')
      .option('--all', 'also prices that are no longer or not yet in force');
  },
  load: () => (require('../pricing/list-prices') as typeof import('../pricing/list-prices')).showPriceList,
};

const showCommand: CommandDefinition = {
  name: 'show',
  summary: 'the price of a model, where it comes from and how it was found',
  accepts: ['provider'],
  examples: [
    'kagura pricing show gpt-4o',
    'kagura pricing show claude-sonnet-4-6 --provider bedrock',
    'kagura pricing show gpt-4o --tier batch --at 2024-06-01 --json',
  ],
  jsonFields: [
    ...TABLE_FIELDS,
    ['data.price', 'object, null', 'the price that applies, with the fields of pricing list'],
    ['data.listed', 'object, null', "the table's own price, where one of yours stands before it"],
    ['data.reason', 'text, null', 'why there is no price'],
    ['data.steps[]', 'object', 'rule, from, to: how the price was found'],
    ['data.model[]', 'object', 'all prices of the model, by day and way of billing'],
  ],
  databaseOptional: true,
  configure: (command) => {
    command
      .argument('<model>', 'model id, as in the calls')
      .option('--tier <tier>', 'way of billing, such as batch (default: standard)')
      .option('--at <time>', 'the price at this time (default: now)')
      .option('--location <location>', 'region of the endpoint, such as europe-west1');
  },
  load: () => (require('../pricing/show-price') as typeof import('../pricing/show-price')).showPrice,
};

const setCommand: CommandDefinition = {
  name: 'set',
  summary: 'give a model a price of your own, or change the one of the table',
  accepts: ['provider'],
  examples: [
    'kagura pricing set in-house-llm --input 0.40 --output 1.20 --cached 0.04',
    'kagura pricing set gpt-4o --provider azure --discount 0.85 --from 2026-01-01',
    'kagura pricing set gpt-4o --tier batch --input 1.10 --output 4.40',
  ],
  jsonFields: [['data.override', 'object', 'the price as it is kept, with the fields of pricing.overrides']],
  writes: true,
  configure: (command) => {
    command.argument('<model>', 'model id, or a prefix that ends in *');
    addRateFlags(command);
    command
      .option('--discount <factor>', 'what is paid of the price of the table: 0.85 is 15 % off')
      .option('--tier <tier>', 'only calls billed this way, such as batch')
      .option('--from <day>', 'in force from this day on, or time, in UTC')
      .option('--to <day>', 'in force until just before this day, or time, in UTC');
  },
  load: () => (require('../pricing/set-price') as typeof import('../pricing/set-price')).setPrice,
};

const removeCommand: CommandDefinition = {
  name: 'rm',
  summary: 'take back the prices that were set for a model on the command line',
  accepts: ['provider'],
  examples: [
    'kagura pricing rm in-house-llm',
    'kagura pricing rm gpt-4o --provider azure',
    'kagura pricing rm "gpt-4o*" --json',
  ],
  jsonFields: [['data.removed', 'number', 'prices that were removed']],
  writes: true,
  configure: (command) => {
    command.argument('<model>', 'model id or prefix, as it was set');
  },
  load: () => (require('../pricing/remove-price') as typeof import('../pricing/remove-price')).removePrice,
};

const missingCommand: CommandDefinition = {
  name: 'missing',
  summary: 'models whose calls have no price, why, and the command that mends it',
  accepts: [...RANGE_FLAGS, ...FILTER_FLAGS, 'limit'],
  examples: [
    'kagura pricing missing',
    'kagura pricing missing --period this_month',
    'kagura pricing missing --provider azure --json',
  ],
  jsonFields: [
    [
      'data.models[]',
      'object',
      'model, provider, reason, calls, input_tokens, output_tokens, first_at, last_at, fix',
    ],
  ],
  configure: () => undefined,
  load: () => (require('../pricing/show-missing') as typeof import('../pricing/show-missing')).showMissing,
};

const recalculateCommand: CommandDefinition = {
  name: 'recalc',
  summary: 'price stored calls again, each at the price of its own time',
  accepts: [...RANGE_FLAGS, 'model', 'provider'],
  examples: [
    'kagura pricing recalc --dry-run',
    'kagura pricing recalc --model glm-5.2 --unpriced-only',
    'kagura pricing recalc --since 2025-10-01 --until 2025-10-15 --yes',
  ],
  jsonFields: [
    ['data.written', 'boolean', 'false when nothing was written'],
    ['data.calls', 'number', 'calls that were selected'],
    ['data.changed', 'number', 'calls whose cost changes'],
    ['data.unpriced_before', 'number', 'calls without a price'],
    ['data.unpriced_after', 'number', ''],
    ['data.old_usd', 'number, null', 'US dollars of the calls as stored; null when none has a price'],
    ['data.new_usd', 'number, null', 'US dollars at the prices of now'],
    ['data.models[]', 'object', 'model, provider and the same of each'],
  ],
  writes: true,
  configure: (command) => {
    command
      .option('--unpriced-only', 'only calls without a price')
      .option('--dry-run', 'only show old and new totals')
      .option('-y, --yes', 'do not ask; needed where nobody can be asked');
  },
  load: () => (require('../pricing/recalculate') as typeof import('../pricing/recalculate')).recalculate,
};

export const pricingCommands: CommandGroup = {
  name: 'pricing',
  summary: 'prices of models: look them up, give your own, price stored calls again',
  commands: [listCommand, showCommand, setCommand, removeCommand, missingCommand, recalculateCommand],
};
