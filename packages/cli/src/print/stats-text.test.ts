import { agentStats, costTotals } from '../test/agent-stats';
import { formatStats, type StatsReport } from './stats-text';

function stats(fields: Partial<StatsReport>): string {
  return formatStats({ agents: [agentStats()], totals: costTotals(), unpriced: [], ...fields });
}

describe('formatStats', () => {
  it('prints what is unknown as unknown, and calls outside any agent under a name of their own', () => {
    const nobody = agentStats({
      agent: null,
      totalCalls: 0,
      successRate: null,
      avgLatencyMs: null,
      p95LatencyMs: null,
      cost: costTotals({ nanoUsd: null, unpricedCalls: 10, status: 'unpriced' }),
    });
    expect(stats({ agents: [nobody] })).toBe(`Agent Statistics
================
(no agent):
  Total calls: 0
  Success rate: —
  Avg latency: —
  P95 latency: —
  Total cost: —`);
  });

  it('does not claim that an agent whose usage is unknown cost nothing', () => {
    const silent = agentStats({ cost: costTotals({ calls: 0, nanoUsd: null }) });
    expect(stats({ agents: [silent] })).toContain('\n  Total cost: —');
  });

  it('says which percentiles are approximate, after the last agent', () => {
    const busy = agentStats({ agent: 'busy', percentilesExact: false });
    expect(stats({ agents: [busy, agentStats()] })).toMatch(
      /12\.45\n\n≈ P95 latency is within 1% of the exact value for: busy$/,
    );
  });

  it('obeys no control characters in names', () => {
    const evil = agentStats({ agent: 'evil\u001b[2J\n  Total cost: $0.00' });
    expect(stats({ agents: [evil] })).toContain('\nevil Total cost: $0.00:\n');
  });
});
