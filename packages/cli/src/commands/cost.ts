import type { CommandDefinition } from '../command-definition';
import { FILTER_FLAGS, RANGE_FLAGS } from '../shared-options';

export const costCommand: CommandDefinition = {
  name: 'cost',
  summary: 'what the model calls cost, by agent, model, provider or day',
  accepts: [...RANGE_FLAGS, ...FILTER_FLAGS, 'limit'],
  examples: [
    'kagura cost',
    'kagura cost --period last_month --by agent,day',
    'kagura cost --since 2025-10-01 --until 2025-10-15 --json',
  ],
  jsonFields: [
    ['data.total_usd', 'number, null', 'US dollars of the priced model calls; null when none is'],
    ['data.cost_status', 'text', 'exact, estimated, partial or unpriced'],
    ['data.priced_calls', 'number', 'model calls with a price'],
    ['data.total_calls', 'number', 'model calls'],
    ['data.input_usd', 'number, null', 'part of the total, as output_usd and fees_usd are'],
    ['data.output_usd', 'number, null', ''],
    ['data.fees_usd', 'number, null', 'billed by request, such as web searches'],
    ['data.by_agent[]', 'object', 'key, cost_usd, cost_status, share (0 to 1), calls, priced_calls, tokens'],
    ['data.by_model[]', 'object', 'the same'],
    ['data.by_provider[]', 'object', 'the same'],
    ['data.by_day[]', 'object', 'the same, with date instead of key'],
    [
      'data.budget',
      'object, null',
      'the budget that counts just these calls in this period, with the members of budget list',
    ],
    ['data.unpriced[]', 'object', 'models without a price: model, provider, calls, tokens'],
  ],
  configure: (command) => {
    command.option(
      '--by <blocks>',
      'blocks to show: agent, model, provider, day (default: agent,model; in JSON all)',
      (text) =>
        (require('../reports/cost-blocks') as typeof import('../reports/cost-blocks')).parseBlocks(text),
    );
  },
  load: () => (require('../reports/print-cost') as typeof import('../reports/print-cost')).printCost,
};
