import { runCli } from './test/run-cli';
import { type SeededDatabase, seedDatabase } from './test/seeded-database';
import { twoAgents } from './test/two-agents';

/** The reports of two agents, down to the byte. */
describe('the reports of two agents', () => {
  let seeded: SeededDatabase;

  beforeAll(() => {
    seeded = seedDatabase(twoAgents());
  });

  afterAll(() => {
    seeded.remove();
  });

  async function printed(...argv: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await runCli(argv, { cwd: seeded.folder });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return stdout;
  }

  it('kagura stats', async () => {
    expect(await printed('stats')).toBe(`Agent Statistics
================
my_agent:
  Total calls: 1,234
  Success rate: 98.5%
  Avg latency: 245ms
  P95 latency: 520ms
  Total cost: $12.45

expensive_agent:
  Total calls: 56
  Success rate: 100%
  Avg latency: 1,200ms
  P95 latency: 2,100ms
  Total cost: $85.42
`);
  });

  it('kagura cost --period this_month', async () => {
    expect(await printed('cost', '--period', 'this_month')).toBe(`Cost Report (2025-10)
=====================
Total: $97.87

By Agent:
  expensive_agent: $85.42 (87.3%)
  my_agent:        $12.45 (12.7%)

By Model:
  gpt-4o:      $85.42 (87.3%)
  gpt-4o-mini: $12.45 (12.7%)
`);
  });

  it('kagura trace my_agent --last', async () => {
    expect(await printed('trace', 'my_agent', '--last')).toBe(`Trace: my_agent (2025-10-04 10:30:15)
=====================================
Duration: 245ms
Status: Success
Cost: $0.0012

Timeline:
  0ms    → Start
  15ms   → LLM call start
  230ms  → LLM call end
  245ms  → End

Prompt (120 tokens):
  What is AI?

Response (85 tokens):
  AI stands for Artificial Intelligence...
`);
  });

  it('the same numbers in JSON', async () => {
    const stats = JSON.parse(await printed('stats', '--json'));
    expect(stats).toMatchObject({
      command: 'stats',
      generated_at: '2025-10-27T12:00:00.000+00:00',
      time_zone: 'UTC',
      data: [
        { agent: 'my_agent', calls: 1_234, ok: 1_216, errors: 18, cost_usd: 12.45, cost_status: 'exact' },
        { agent: 'expensive_agent', calls: 56, latency_ms: { p95: 2_100, exact: true }, cost_usd: 85.42 },
      ],
      totals: {
        agents: 2,
        calls: 1_290,
        errors: 18,
        cost_usd: 97.87,
        priced_calls: 1_290,
        total_calls: 1_290,
      },
      warnings: [],
    });

    const cost = JSON.parse(await printed('cost', '--json'));
    expect(cost).toMatchObject({
      command: 'cost',
      range: {
        start: '2025-10-01T00:00:00.000+00:00',
        end: '2025-11-01T00:00:00.000+00:00',
        label: '2025-10',
      },
      data: {
        total_usd: 97.87,
        by_agent: [
          { key: 'expensive_agent', cost_usd: 85.42, calls: 56 },
          { key: 'my_agent', cost_usd: 12.45, calls: 1_234 },
        ],
        by_model: [{ key: 'gpt-4o' }, { key: 'gpt-4o-mini' }],
        by_provider: [{ key: 'openai', cost_usd: 97.87, share: 1 }],
        by_day: [{ date: '2025-10-04', cost_usd: 97.87, tokens: 1_290 * 205 }],
        unpriced: [],
      },
      warnings: [],
    });

    const trace = JSON.parse(await printed('trace', 'my_agent', '--last', '--json'));
    expect(trace).toMatchObject({
      command: 'trace',
      range: null,
      data: {
        root: { name: 'my_agent', kind: 'agent', duration_ms: 245, input: ['What is AI?'] },
        spans: [
          { kind: 'model', model: 'gpt-4o-mini', tokens: { input: 120, output: 85 }, cost_usd: 0.0012 },
        ],
      },
      totals: { cost_usd: 0.0012, cost_status: 'exact', tokens: { input: 120, output: 85 } },
    });
  });
});
