import type { BoardDefinition, PanelDefinition, RowDefinition } from './panel-definition';
import { inRange, lowest, perSecond, quantile, ratio, series, sum } from './promql';

const AGENT = 'gen_ai_agent_name';
const CALLS = series('agent', 'kagura_agent_calls_total');
const FAILED = series('agent', 'kagura_agent_calls_total', 'status="error"');
const DURATION = series('agent', 'kagura_agent_duration_seconds_bucket');
const MODEL_DURATION = series('model', 'gen_ai_client_operation_duration_seconds_bucket');
const FIRST_CHUNK = series('model', 'kagura_time_to_first_chunk_seconds_bucket');
const COST = series('model', 'kagura_cost_usd_total');
const SECONDS_PER_HOUR = 3_600;

const failureRatio = (over: (selector: string) => string, ...by: readonly string[]): string =>
  ratio(sum(over(FAILED), ...by), sum(over(CALLS), ...by));

function duration(title: string, description: string, expression: string): PanelDefinition {
  return { kind: 'stat', title, description, unit: 's', queries: [{ expression }] };
}

const NOW: RowDefinition = {
  title: 'In this time',
  panels: [
    {
      kind: 'stat',
      title: 'Runs',
      description: 'Invocations of agents that ended, with or without an error.',
      unit: 'short',
      queries: [{ expression: sum(inRange(CALLS)) }],
    },
    {
      kind: 'stat',
      title: 'Failed',
      description: 'Part of the invocations of agents that ended with an error.',
      unit: 'percentunit',
      queries: [{ expression: failureRatio(inRange) }],
      thresholds: { warning: 0.02, critical: 0.05 },
    },
    duration(
      'Run p95',
      '95 of 100 invocations of agents took no longer than this.',
      quantile(0.95, inRange(DURATION)),
    ),
    duration(
      'Model call p95',
      '95 of 100 calls of models took no longer than this.',
      quantile(0.95, inRange(MODEL_DURATION)),
    ),
    duration(
      'First chunk p95',
      '95 of 100 streamed calls had their first chunk by then.',
      quantile(0.95, inRange(FIRST_CHUNK)),
    ),
    {
      kind: 'stat',
      title: 'Model calls within SLO',
      description: 'Part of the calls of models that took no longer than the SLO chosen above.',
      unit: 'percentunit',
      queries: [
        {
          expression: ratio(
            sum(inRange(series('model', 'gen_ai_client_operation_duration_seconds_bucket', 'le="$slo"'))),
            sum(inRange(series('model', 'gen_ai_client_operation_duration_seconds_count'))),
          ),
        },
      ],
    },
    {
      kind: 'stat',
      title: 'Running now',
      description: 'Invocations of agents that have begun and not ended.',
      unit: 'short',
      queries: [{ expression: sum(series('agent', 'kagura_agent_active')) }],
    },
    {
      kind: 'stat',
      title: 'Least budget left',
      description: 'What the budget with the least left has left; negative when it is overspent.',
      unit: 'currencyUSD',
      queries: [{ expression: lowest(series('process', 'kagura_budget_remaining_usd')) }],
    },
  ],
};

const COURSE: RowDefinition = {
  title: 'Over time',
  panels: [
    {
      kind: 'timeseries',
      title: 'Runs by agent',
      description: 'Invocations of agents that ended, per second.',
      unit: 'reqps',
      queries: [{ expression: sum(perSecond(CALLS), AGENT), legend: `{{${AGENT}}}` }],
      stacked: true,
    },
    {
      kind: 'timeseries',
      title: 'Errors by type',
      description: 'Invocations of agents that ended with an error, per second, by what the error is called.',
      unit: 'reqps',
      queries: [{ expression: sum(perSecond(FAILED), 'error_type'), legend: '{{error_type}}' }],
      stacked: true,
    },
    {
      kind: 'timeseries',
      title: 'Duration of runs',
      description: 'Half of the invocations of agents, and 95 of 100, took no longer than this.',
      unit: 's',
      queries: [
        { expression: quantile(0.5, perSecond(DURATION)), legend: 'p50' },
        { expression: quantile(0.95, perSecond(DURATION)), legend: 'p95' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Duration of model calls, p95',
      description: '95 of 100 calls of each model took no longer than this.',
      unit: 's',
      queries: [
        {
          expression: quantile(0.95, perSecond(MODEL_DURATION), 'gen_ai_request_model'),
          legend: '{{gen_ai_request_model}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Tokens',
      description:
        'Input and output tokens per second. Cached tokens are part of input, reasoning part of output.',
      unit: 'short',
      queries: [
        {
          expression: sum(
            perSecond(series('model', 'kagura_tokens_total', 'gen_ai_token_type=~"input|output"')),
            'gen_ai_token_type',
          ),
          legend: '{{gen_ai_token_type}}',
        },
      ],
      stacked: true,
    },
    {
      kind: 'timeseries',
      title: 'Spend per hour',
      description:
        'Dollars per hour at the pace of the moment, by agent. Calls without a price are not in it.',
      unit: 'currencyUSD',
      queries: [
        { expression: `${sum(perSecond(COST), AGENT)} * ${SECONDS_PER_HOUR}`, legend: `{{${AGENT}}}` },
      ],
      stacked: true,
    },
  ],
};

const AGENTS: RowDefinition = {
  title: 'Agents',
  panels: [
    {
      kind: 'table',
      title: 'By agent',
      description: 'What each agent did in the time shown. Click an agent to see it alone, or its traces.',
      unit: 'short',
      joinBy: AGENT,
      units: { Failed: 'percentunit', p95: 's', 'USD per run': 'currencyUSD' },
      queries: [
        { expression: sum(inRange(CALLS), AGENT), legend: 'Runs' },
        { expression: failureRatio(inRange, AGENT), legend: 'Failed' },
        { expression: quantile(0.95, inRange(DURATION), AGENT), legend: 'p95' },
        {
          expression: `${sum(inRange(COST), AGENT)} / (${sum(inRange(CALLS), AGENT)} > 0)`,
          legend: 'USD per run',
        },
        {
          expression: `${sum(inRange(series('agent', 'kagura_agent_steps_sum')), AGENT)} / (${sum(
            inRange(series('agent', 'kagura_agent_steps_count')),
            AGENT,
          )} > 0)`,
          legend: 'Steps per run',
        },
      ],
    },
    {
      kind: 'heatmap',
      title: 'Durations of runs',
      description: 'How many invocations of agents took how long.',
      unit: 's',
      queries: [{ expression: sum(perSecond(DURATION), 'le'), legend: '{{le}}' }],
    },
  ],
};

/** For whoever is on call: is it up, is it slow, what does it cost right now? */
export const AGENTS_OVERVIEW: BoardDefinition = {
  uid: 'kagura-agents',
  title: 'Kagura / Agents overview',
  description: 'Invocations of agents: how many, how fast, how many failed, and what they cost.',
  variables: ['service', 'environment', 'agent', 'model', 'slo'],
  rows: [NOW, COURSE, AGENTS],
};
