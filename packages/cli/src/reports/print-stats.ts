import { unpricedLines } from '@kagura/core';
import { readAgentStats, readCosts } from '@kagura/store';
import type { CommandContext } from '../command-context';
import { costFields, tokenFields } from '../print/json-money';
import { statsJson } from '../print/stats-json';
import { formatStats } from '../print/stats-text';
import { printReport } from '../report-output';
import { emptyReportNote, readQuery } from '../report-query';

export function printStats(context: CommandContext): void {
  const { database, options, timeZone } = context;
  const query = readQuery(context, 'all');
  const agents = readAgentStats(database, query.filter);
  const { totals, unpriced } = readCosts(database, { by: [], timeZone, filter: query.filter });
  const maxAgents = options.limit || agents.length;
  printReport(context, {
    command: 'stats',
    range: query.range,
    text: () => formatStats({ agents, totals, unpriced, maxAgents }),
    json: () => ({
      data: agents.slice(0, maxAgents).map((stats) => statsJson(stats, timeZone)),
      totals: {
        agents: agents.filter((stats) => stats.agent !== null).length,
        calls: agents.reduce((sum, stats) => sum + stats.totalCalls, 0),
        errors: agents.reduce((sum, stats) => sum + stats.errors, 0),
        tokens: tokenFields(totals),
        ...costFields(totals),
      },
    }),
    warnings: [
      ...(agents.length === 0 ? [emptyReportNote(context, query)] : []),
      ...(options.json === true ? unpricedLines(totals, unpriced).slice(0, 1) : []),
    ],
  });
}
