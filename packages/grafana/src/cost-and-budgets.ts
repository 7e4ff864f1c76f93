import type { BoardDefinition, PanelDefinition, RowDefinition } from './panel-definition';
import { highest, inRange, lowest, perSecond, ratio, series, sum } from './promql';

const COST = series('model', 'kagura_cost_usd_total');
const UNPRICED = series('model', 'kagura_unpriced_calls_total');
const MODEL_CALLS = series('model', 'gen_ai_client_operation_duration_seconds_count');
const tokens = (type: string): string =>
  series('model', 'kagura_tokens_total', `gen_ai_token_type="${type}"`);
const SECONDS_PER_HOUR = 3_600;
const SECONDS_PER_DAY = 86_400;

const SPEND: RowDefinition = {
  title: 'Spend',
  panels: [
    {
      kind: 'stat',
      title: 'Spend',
      description:
        'Cost of the model calls in the time shown. It grows by what was scraped: `kagura cost` has the exact sum.',
      unit: 'currencyUSD',
      width: 4,
      queries: [{ expression: sum(inRange(COST)) }],
    },
    {
      kind: 'stat',
      title: 'Calls without a price',
      description:
        'Part of the model calls whose cost is unknown. Above 0, every cost here is a lower bound.',
      unit: 'percentunit',
      width: 4,
      queries: [{ expression: ratio(sum(inRange(UNPRICED)), sum(inRange(MODEL_CALLS))) }],
      thresholds: { warning: 0.001, critical: 0.05 },
    },
    {
      kind: 'stat',
      title: 'A month at this pace',
      description: 'What this month would cost if each of its days cost what the last 24 hours have.',
      unit: 'currencyUSD',
      width: 4,
      queries: [{ expression: `sum(rate(${COST}[1d])) * ${SECONDS_PER_DAY} * scalar(days_in_month())` }],
    },
    {
      kind: 'stat',
      title: 'USD per successful run',
      description:
        'Everything that was spent, failures included, for each invocation of an agent that succeeded.',
      unit: 'currencyUSD',
      width: 4,
      queries: [
        {
          expression: `${sum(inRange(COST))} / (${sum(
            inRange(series('agent', 'kagura_agent_calls_total', 'status="ok"')),
          )} > 0)`,
        },
      ],
    },
    {
      kind: 'stat',
      title: 'Input from cache',
      description:
        'Part of the input tokens that the provider read from its cache and billed at a lower price.',
      unit: 'percentunit',
      width: 4,
      queries: [{ expression: ratio(sum(inRange(tokens('cached'))), sum(inRange(tokens('input')))) }],
    },
    {
      kind: 'stat',
      title: 'Output that is reasoning',
      description: 'Part of the output tokens that the model spent on reasoning.',
      unit: 'percentunit',
      width: 4,
      queries: [{ expression: ratio(sum(inRange(tokens('reasoning'))), sum(inRange(tokens('output')))) }],
    },
  ],
};

function spendBy(what: string, label: string): PanelDefinition {
  return {
    kind: 'timeseries',
    title: `Spend per hour by ${what}`,
    description: `Dollars per hour at the pace of the moment, by ${what}. Calls without a price are not in it.`,
    unit: 'currencyUSD',
    stacked: true,
    queries: [{ expression: `${sum(perSecond(COST), label)} * ${SECONDS_PER_HOUR}`, legend: `{{${label}}}` }],
  };
}

const DRIVERS: RowDefinition = {
  title: 'Where it goes',
  panels: [
    spendBy('model', 'gen_ai_request_model'),
    spendBy('agent', 'gen_ai_agent_name'),
    spendBy('provider', 'gen_ai_provider_name'),
    {
      kind: 'timeseries',
      title: 'Tokens by type',
      description: 'Tokens per second. Cached tokens are part of input, reasoning part of output.',
      unit: 'short',
      queries: [
        {
          expression: sum(perSecond(series('model', 'kagura_tokens_total')), 'gen_ai_token_type'),
          legend: '{{gen_ai_token_type}}',
        },
      ],
    },
    {
      kind: 'bars',
      title: 'Ten most expensive',
      description: 'The pairs of agent and model that cost most in the time shown.',
      unit: 'currencyUSD',
      queries: [
        {
          expression: `topk(10, ${sum(inRange(COST), 'gen_ai_agent_name', 'gen_ai_request_model')})`,
          legend: '{{gen_ai_agent_name}} · {{gen_ai_request_model}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Tokens of a call',
      description: 'Average input and output tokens of one model call.',
      unit: 'short',
      queries: [
        {
          expression: `${sum(
            perSecond(series('model', 'gen_ai_client_token_usage_sum')),
            'gen_ai_token_type',
          )} / (${sum(perSecond(series('model', 'gen_ai_client_token_usage_count')), 'gen_ai_token_type')} > 0)`,
          legend: '{{gen_ai_token_type}}',
        },
      ],
    },
  ],
};

const budget = (what: string): string => series('process', `kagura_budget_${what}`);

const BUDGETS: RowDefinition = {
  title: 'Budgets',
  panels: [
    {
      kind: 'bars',
      title: 'Budgets used',
      description: 'Part of each limit that is spent or held for running calls in the current period.',
      unit: 'percentunit',
      thresholds: { warning: 0.8, critical: 1 },
      queries: [{ expression: highest(budget('used_ratio'), 'budget'), legend: '{{budget}}' }],
    },
    {
      kind: 'table',
      title: 'Budgets',
      description: 'Where each budget stands, as a process heard it last.',
      unit: 'currencyUSD',
      joinBy: 'budget',
      queries: [
        { expression: highest(budget('limit_usd'), 'budget'), legend: 'Limit' },
        { expression: highest(budget('settled_usd'), 'budget'), legend: 'Spent' },
        { expression: highest(budget('reserved_usd'), 'budget'), legend: 'Held' },
        { expression: lowest(budget('remaining_usd'), 'budget'), legend: 'Left' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Budgets used over time',
      description: 'Part of each limit that is spent or held; it falls when a period begins.',
      unit: 'percentunit',
      thresholds: { warning: 0.8, critical: 1 },
      queries: [{ expression: highest(budget('used_ratio'), 'budget'), legend: '{{budget}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Decisions of budgets',
      description: 'Calls per second that budgets decided on, by what they decided.',
      unit: 'reqps',
      queries: [
        { expression: sum(perSecond(budget('decisions_total')), 'decision'), legend: '{{decision}}' },
      ],
    },
  ],
};

/** For whoever pays. */
export const COST_AND_BUDGETS: BoardDefinition = {
  uid: 'kagura-cost',
  title: 'Kagura / Cost and budgets',
  description: 'What model calls cost, who causes it, how complete the number is, and where budgets stand.',
  variables: ['service', 'environment', 'agent', 'model'],
  rows: [SPEND, DRIVERS, BUDGETS],
};
