import { formatCount, formatTimestamp, suggest } from '@kagura/core';
import { readAgentSummaries } from '@kagura/store';
import { type CliError, notFoundError } from './cli-error';
import type { CommandContext } from './command-context';

/** @throws CliError when no call of the agent was ever recorded */
export function requireAgent({ database }: CommandContext, agent: string): void {
  const names = readAgentSummaries(database).map((summary) => summary.agent);
  if (!names.includes(agent)) {
    const guess = suggest(agent, names);
    throw notFoundError(
      `No agent named "${agent}".${guess === undefined ? '' : `  Did you mean "${guess}"?`}`,
      guess === undefined && names.length > 0 ? `Recorded agents: ${names.join(', ')}` : undefined,
    );
  }
}

/** The error for an agent without a recorded invocation, naming the one that was likely meant. */
export function noTraceError({ database, timeZone }: CommandContext, agent: string): CliError {
  const summaries = readAgentSummaries(database);
  const guess = suggest(
    agent,
    summaries.map((summary) => summary.agent),
  );
  const match = summaries.find((summary) => summary.agent === guess);
  if (match === undefined) {
    return notFoundError(`No trace for "${agent}": it is neither an agent nor the start of a trace id.`);
  }
  const calls = `${formatCount(match.calls)} ${match.calls === 1 ? 'call' : 'calls'}`;
  return notFoundError(
    `No trace for agent "${agent}".`,
    [
      `Did you mean "${match.agent}" (${calls}, last ${formatTimestamp(match.lastAt, timeZone)})?`,
      `kagura trace ${match.agent} --last`,
    ].join('\n'),
  );
}
