import { metrics } from '@kagura/observability';
import { pass, stopClock } from '../fake-clock';
import { type Stage, startStage } from '../stage';
import { MyAgent } from './my-agent';
import { performanceMetrics, SearchAgent } from './performance-metrics';

/** How long the model takes, call by call. */
let latencies: number[];
let stage: Stage;

beforeEach(async () => {
  stopClock('2025-10-04T10:00:00Z');
  stage = await startStage({
    server: {
      answer: () => {
        pass(latencies.shift() ?? 0);
        return { text: 'one\ntwo', inputTokens: 10, outputTokens: 20 };
      },
    },
  });
});

afterEach(() => stage.close());

test('the example prints how its agent performs', async () => {
  latencies = [100, 300, 200];
  const lines: string[] = [];
  await performanceMetrics({ openai: stage.openai, print: (line) => lines.push(line) });

  expect(lines).toEqual([
    'Average latency: 200ms',
    'P95 latency: 300ms',
    'Success rate: 100%',
    'Total calls: 3',
  ]);
});

test('statistics count failures, and time them too', async () => {
  latencies = [100, 300, 200];
  const agent = new SearchAgent(stage.openai);
  for (const query of ['a', 'b', 'c']) expect(await agent.searchAgent(query)).toEqual(['one', 'two']);
  await expect(agent.searchAgent('d [[error 500]]')).rejects.toThrow('500');
  pass(400);

  expect(await metrics.getStats('searchAgent')).toEqual({
    agent: 'searchAgent',
    totalCalls: 4,
    errors: 1,
    successRate: 0.75,
    avgLatencyMs: 150,
    p50LatencyMs: 100,
    p90LatencyMs: 300,
    p95LatencyMs: 300,
    p99LatencyMs: 300,
    maxLatencyMs: 300,
    percentilesExact: true,
    callsPerMinute: 400,
    tokensPerSecond: 100,
    totalCost: 0.000_040_5,
    inputTokens: 30,
    outputTokens: 60,
    cachedReadTokens: 0,
    firstAt: new Date('2025-10-04T10:00:00.000Z'),
    lastAt: new Date('2025-10-04T10:00:00.600Z'),
  });
});

test('slow calls are listed slowest first, with arguments where prompts are logged', async () => {
  latencies = [100, 300, 200, 250];
  const agent = new MyAgent(stage.openai);
  for (const query of ['fast', 'slowest', 'slow']) await agent.myAgent(query);
  await new SearchAgent(stage.openai).searchAgent('unlogged');

  expect(await metrics.getSlowCalls('myAgent', { thresholdMs: 150 })).toEqual([
    expect.objectContaining({
      timestamp: new Date('2025-10-04T10:00:00.100Z'),
      latencyMs: 300,
      args: ['slowest'],
      status: 'ok',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    }),
    expect.objectContaining({ latencyMs: 200, args: ['slow'] }),
  ]);
  expect(await metrics.getSlowCalls('searchAgent', { thresholdMs: 150 })).toEqual([
    expect.objectContaining({ latencyMs: 250, args: undefined }),
  ]);
  expect(await metrics.getSlowCalls('myAgent', { thresholdMs: 300 })).toEqual([]);
});
