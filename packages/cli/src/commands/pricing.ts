import type { CommandDefinition, CommandGroup, JsonField } from '../command-definition';

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
      'id, provider, model, aliases, tier, from, to, hours, rates, above, discount, origin, notes',
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

export const pricingCommands: CommandGroup = {
  name: 'pricing',
  summary: 'prices of models: look them up, give your own, price stored calls again',
  commands: [listCommand, showCommand],
};
