import {
  type AgentStats,
  type CostTotals,
  formatCount,
  formatMilliseconds,
  formatPercent,
  formatTotalUsd,
  sanitizeLine,
  type UnpricedModel,
  unpricedLines,
} from '@kagura/core';

export interface StatsReport {
  readonly agents: readonly AgentStats[];
  /** Sums over the model calls of all agents. */
  readonly totals: CostTotals;
  readonly unpriced: readonly UnpricedModel[];
  /** Agents to show; the rest is counted. All of them when missing. */
  readonly maxAgents?: number | undefined;
}

const TITLE = 'Agent Statistics';

/** One block per agent, then what has to be known to read them. */
export function formatStats({ agents, totals, unpriced, maxAgents = agents.length }: StatsReport): string {
  const heading = [TITLE, '='.repeat(TITLE.length)];
  if (agents.length === 0) {
    return [...heading, 'No calls in this range.'].join('\n');
  }
  const shown = agents.slice(0, maxAgents);
  const [first = [], ...others] = shown.map(agentLines);
  const blocks = [
    [...heading, ...first],
    ...others,
    moreLines(agents.length - shown.length),
    approximateLines(shown),
    unpricedLines(totals, unpriced),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function agentLines(stats: AgentStats): string[] {
  return [
    `${agentName(stats)}:`,
    `  Total calls: ${formatCount(stats.totalCalls)}`,
    `  Success rate: ${formatPercent(stats.successRate)}`,
    `  Avg latency: ${formatMilliseconds(stats.avgLatencyMs)}`,
    `  P95 latency: ${formatMilliseconds(stats.p95LatencyMs)}`,
    `  Total cost: ${formatTotalUsd(stats.cost)}`,
  ];
}

function agentName({ agent }: AgentStats): string {
  return agent === null ? '(no agent)' : sanitizeLine(agent);
}

function moreLines(hidden: number): string[] {
  return hidden === 0
    ? []
    : [`… ${formatCount(hidden)} more ${hidden === 1 ? 'agent' : 'agents'} (--limit 0 shows all)`];
}

function approximateLines(agents: readonly AgentStats[]): string[] {
  const names = agents.filter((stats) => !stats.percentilesExact).map(agentName);
  return names.length === 0 ? [] : [`≈ P95 latency is within 1% of the exact value for: ${names.join(', ')}`];
}
