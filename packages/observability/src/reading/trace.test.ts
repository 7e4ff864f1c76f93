import type { StoredCost, StoredSpan, StoredTrace } from '@kagura/core';
import { invocation, modelCall, type SpanSeed, step } from './test/span-records';
import { toTrace } from './trace';

function stored(span: ReturnType<typeof step>, cost: Partial<StoredCost> | null = null): StoredSpan {
  return {
    ...span,
    cost: cost && {
      nanoUsd: null,
      inputNanoUsd: null,
      cachedReadNanoUsd: null,
      cacheWriteNanoUsd: null,
      outputNanoUsd: null,
      feesNanoUsd: null,
      status: cost.nanoUsd === undefined ? 'unpriced' : 'exact',
      reason: null,
      source: 'table',
      priceId: null,
      tableVersion: 'test',
      reportedNanoUsd: null,
      calculatedNanoUsd: null,
      ...cost,
    },
  };
}

const SPLIT = { cachedReadNanoUsd: 0, cacheWriteNanoUsd: 0, feesNanoUsd: 0 };

/** An agent's invocation around spans; made so that each test only says what it is about. */
function traceOf(agent: SpanSeed, ...below: StoredSpan[]): StoredTrace {
  return { root: stored(invocation('my_agent', agent)), descendants: below };
}

describe('times', () => {
  test('are milliseconds to the microsecond, from the start of the invocation', () => {
    const trace = toTrace(
      traceOf(
        { startUs: 1_759_573_815_000_250, durationUs: 245_125 },
        stored(step('fetch_data', { startUs: 1_759_573_815_015_750, durationUs: 1_001 })),
      ),
    );
    expect(trace.startedAt).toEqual(new Date('2025-10-04T10:30:15.000Z'));
    expect(trace.durationMs).toBe(245.125);
    expect(trace.root.offsetMs).toBe(0);
    expect(trace.spans).toMatchObject([{ name: 'fetch_data', offsetMs: 15.5, durationMs: 1.001 }]);
  });
});

describe('prompt and response', () => {
  const asked = { content: { input: '["What is AI?"]', output: '"It depends."' } };

  test('are those of the invocation where it keeps them', () => {
    const call = stored(modelCall('gpt-4o', { content: { input: '["inner"]', output: '"inner"' } }));
    expect(toTrace(traceOf(asked, call))).toMatchObject({ prompt: 'What is AI?', response: 'It depends.' });
  });

  test('else come from the first and the last model call that keep them', () => {
    const call = (input: string | null, output: string | null) =>
      stored(modelCall('gpt-4o', { content: { input, output } }));
    const trace = toTrace(
      traceOf(
        {},
        stored(step('tool', asked)),
        call(null, '"first answer"'),
        call('[{"role":"user","content":"Hi"}]', '{"answer":2}'),
        call('["last question"]', null),
      ),
    );
    expect(trace).toMatchObject({ prompt: 'user: Hi', response: '{\n  "answer": 2\n}' });
  });

  test('are undefined where nothing is logged', () => {
    const trace = toTrace(traceOf({}, stored(modelCall('gpt-4o'))));
    expect([trace.prompt, trace.response]).toEqual([undefined, undefined]);
  });
});

describe('errors', () => {
  const failure = {
    type: 'RateLimitError',
    message: 'Slow down',
    stack: 'RateLimitError: Slow down\n  at x',
  };

  test('a failed invocation says what happened and where', () => {
    expect(toTrace(traceOf({ status: 'error', error: failure }))).toMatchObject({
      status: 'error',
      error: 'RateLimitError: Slow down',
      stackTrace: failure.stack,
    });
  });

  test('an error without words or a stack leaves them out', () => {
    const trace = toTrace(traceOf({ status: 'error', error: { type: '_OTHER', message: '', stack: null } }));
    expect([trace.error, trace.stackTrace]).toEqual(['_OTHER', undefined]);
  });

  test('a failure that the invocation survived stays with its span', () => {
    const trace = toTrace(traceOf({}, stored(modelCall('gpt-4o', { status: 'error', error: failure }))));
    expect(trace.error).toBeUndefined();
    expect(trace.spans[0]?.error).toBe('RateLimitError: Slow down');
  });
});

describe('cost and tokens', () => {
  const usage = { inputTokens: 120, outputTokens: 85, cachedReadTokens: 20, reasoningTokens: 5 };

  test('are summed over the model calls of every agent inside', () => {
    const trace = toTrace(
      traceOf(
        {},
        stored(modelCall('gpt-4o', { usage }), { ...SPLIT, nanoUsd: 7, inputNanoUsd: 3, outputNanoUsd: 4 }),
        stored(invocation('helper')),
        stored(modelCall('gpt-4o', { usage, agent: 'helper' }), {
          ...SPLIT,
          nanoUsd: 1_000_000_001,
          inputNanoUsd: 1,
          outputNanoUsd: 1_000_000_000,
          status: 'estimated',
        }),
      ),
    );
    expect(trace).toMatchObject({ inputTokens: 240, outputTokens: 170 });
    expect(trace.spans.map((span) => [span.cost, span.inputTokens])).toEqual([
      [7e-9, 120],
      [null, null],
      [1.000000001, 120],
    ]);
    expect(trace.cost).toEqual({
      total: 1.000000008,
      nanoUsd: 1_000_000_008,
      inputTokens: 240,
      inputCost: 4e-9,
      outputTokens: 170,
      outputCost: 1.000000004,
      cachedReadTokens: 40,
      cachedReadCost: 0,
      cacheWriteTokens: 0,
      cacheWriteCost: 0,
      reasoningTokens: 10,
      feesCost: 0,
      calls: 2,
      pricedCalls: 2,
      unpricedCalls: 0,
      estimatedCalls: 1,
      failedCalls: 0,
      status: 'estimated',
    });
  });

  test('a call without a price makes the total a lower bound, a failed one does not', () => {
    const priced = stored(modelCall('gpt-4o', { usage }), { nanoUsd: 7 });
    const failed = stored(modelCall('gpt-4o', { status: 'error' }));
    const unknown = stored(modelCall('glm-5.2', { usage: { outputTokens: 1 } }), {});
    expect(toTrace(traceOf({}, priced, failed)).cost).toMatchObject({ status: 'exact', failedCalls: 1 });
    expect(toTrace(traceOf({}, priced, failed, unknown))).toMatchObject({
      inputTokens: 120,
      outputTokens: 86,
      cost: { status: 'partial', total: 7e-9, calls: 3, pricedCalls: 1, unpricedCalls: 1, failedCalls: 1 },
    });
  });

  test('shares are unknown as soon as one price comes without its parts', () => {
    const split = stored(modelCall('a'), { ...SPLIT, nanoUsd: 7, inputNanoUsd: 3, outputNanoUsd: 4 });
    const whole = stored(modelCall('b'), { nanoUsd: 5, source: 'provider' });
    expect(toTrace(traceOf({}, split, whole)).cost).toMatchObject({
      nanoUsd: 12,
      inputCost: null,
      feesCost: null,
    });
  });

  test('without a priced call the cost is unknown, not zero', () => {
    for (const trace of [traceOf({}), traceOf({}, stored(modelCall('glm-5.2', { usage: {} }), {}))]) {
      expect(toTrace(trace)).toMatchObject({
        inputTokens: null,
        outputTokens: null,
        cost: { total: null, nanoUsd: null, status: 'unpriced' },
      });
    }
  });

  test('an invocation that is a model call itself counts', () => {
    const root = stored(modelCall('gpt-4o', { usage }), { nanoUsd: 7 });
    expect(toTrace({ root, descendants: [] })).toMatchObject({
      agent: null,
      inputTokens: 120,
      cost: { nanoUsd: 7, calls: 1 },
      spans: [],
    });
  });
});
