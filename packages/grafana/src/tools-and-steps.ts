import type { BoardDefinition, RowDefinition } from './panel-definition';
import { inRange, perSecond, quantile, ratio, series, sum } from './promql';

const TOOL = 'gen_ai_tool_name';
const TOOLS = series('agent', 'kagura_tool_calls_total');
const FAILED = series('agent', 'kagura_tool_calls_total', 'status="error"');
const STEPS = series('agent', 'kagura_agent_steps_bucket');
const FINISHED = series('model', 'kagura_finish_total');
const BLOCKED = series('process', 'kagura_budget_decisions_total', 'decision="deny"');

const TOOL_CALLS: RowDefinition = {
  title: 'Tools',
  panels: [
    {
      kind: 'timeseries',
      title: 'Calls by tool',
      description: 'Calls of tools per second.',
      unit: 'reqps',
      stacked: true,
      queries: [{ expression: sum(perSecond(TOOLS), TOOL), legend: `{{${TOOL}}}` }],
    },
    {
      kind: 'timeseries',
      title: 'Failed calls by tool',
      description: 'Part of the calls of each tool that ended with an error.',
      unit: 'percentunit',
      queries: [
        {
          expression: ratio(sum(perSecond(FAILED), TOOL), sum(perSecond(TOOLS), TOOL)),
          legend: `{{${TOOL}}}`,
        },
      ],
    },
    {
      kind: 'table',
      title: 'By tool',
      description: 'What each tool did in the time shown.',
      unit: 'short',
      joinBy: TOOL,
      units: { Failed: 'percentunit' },
      queries: [
        { expression: sum(inRange(TOOLS), TOOL), legend: 'Calls' },
        { expression: ratio(sum(inRange(FAILED), TOOL), sum(inRange(TOOLS), TOOL)), legend: 'Failed' },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Errors of tools by type',
      description: 'Calls of tools that ended with an error, per second, by what the error is called.',
      unit: 'reqps',
      stacked: true,
      queries: [{ expression: sum(perSecond(FAILED), 'error_type'), legend: '{{error_type}}' }],
    },
  ],
};

const LOOPS: RowDefinition = {
  title: 'Steps and endings',
  panels: [
    {
      kind: 'timeseries',
      title: 'Steps of a run',
      description: 'Half of the invocations of agents, and 95 of 100, had no more steps than this.',
      unit: 'short',
      queries: [
        { expression: quantile(0.5, perSecond(STEPS)), legend: 'p50' },
        { expression: quantile(0.95, perSecond(STEPS)), legend: 'p95' },
      ],
    },
    {
      kind: 'heatmap',
      title: 'Steps of runs',
      description: 'How many invocations of agents had how many steps. A loop shows as a band at the top.',
      unit: 'short',
      queries: [{ expression: sum(perSecond(STEPS), 'le'), legend: '{{le}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Why models stopped',
      description: 'Model calls per second by the reason the model gave for its end.',
      unit: 'reqps',
      stacked: true,
      queries: [{ expression: sum(perSecond(FINISHED), 'reason'), legend: '{{reason}}' }],
    },
    {
      kind: 'timeseries',
      title: 'Cut answers',
      description: 'Part of the model calls whose answer was cut at a limit of tokens.',
      unit: 'percentunit',
      queries: [
        {
          expression: ratio(
            sum(perSecond(series('model', 'kagura_finish_total', 'reason=~"length|max_tokens|MAX_TOKENS"'))),
            sum(perSecond(FINISHED)),
          ),
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Retries',
      description: 'Requests per second that repeated one that had failed.',
      unit: 'reqps',
      queries: [
        {
          expression: sum(perSecond(series('model', 'kagura_retries_total')), 'gen_ai_request_model'),
          legend: '{{gen_ai_request_model}}',
        },
      ],
    },
    {
      kind: 'timeseries',
      title: 'Calls stopped by budgets',
      description: 'Calls per second that a budget has stopped before they were made.',
      unit: 'reqps',
      queries: [{ expression: sum(perSecond(BLOCKED), 'budget'), legend: '{{budget}}' }],
    },
  ],
};

/** For the developer of an agent. */
export const TOOLS_AND_STEPS: BoardDefinition = {
  uid: 'kagura-tools',
  title: 'Kagura / Tools and steps',
  description: 'What agents do between the question and the answer, and how it ends.',
  variables: ['service', 'environment', 'agent', 'model'],
  rows: [TOOL_CALLS, LOOPS],
};
