import { sumCosts, sumTokens } from './sum-costs';
import type { StoredCost, StoredSpan } from './trace';

const COST: StoredCost = {
  nanoUsd: 1_000,
  inputNanoUsd: 600,
  cachedReadNanoUsd: 100,
  cacheWriteNanoUsd: 0,
  outputNanoUsd: 400,
  feesNanoUsd: 0,
  status: 'exact',
  reason: null,
  source: 'table',
  priceId: null,
  tableVersion: 'tests',
  reportedNanoUsd: null,
  calculatedNanoUsd: null,
};
const UNPRICED: StoredCost = {
  ...COST,
  nanoUsd: null,
  inputNanoUsd: null,
  cachedReadNanoUsd: null,
  cacheWriteNanoUsd: null,
  outputNanoUsd: null,
  feesNanoUsd: null,
  status: 'unpriced',
  reason: 'unknown_model',
};

function modelCall(fields: Partial<StoredSpan> = {}): StoredSpan {
  return {
    traceId: '0'.repeat(32),
    spanId: '0'.repeat(16),
    parentSpanId: null,
    name: 'gpt-4o',
    kind: 'model',
    operation: 'chat',
    agent: null,
    agentSpanId: null,
    provider: 'openai',
    model: 'gpt-4o',
    status: 'ok',
    startUs: 0,
    durationUs: 0,
    timeToFirstChunkUs: null,
    latencyTracked: true,
    usageMissing: false,
    usage: { inputTokens: 12, outputTokens: 8 },
    usageSource: 'reported',
    cost: COST,
    responseId: null,
    finishReason: null,
    error: null,
    service: 'tests',
    environment: null,
    context: {},
    attributes: {},
    content: null,
    ...fields,
  };
}

describe('sumCosts', () => {
  it('adds up money and tokens of every kind', () => {
    const cached = modelCall({ usage: { inputTokens: 5, cachedReadTokens: 4, reasoningTokens: 3 } });
    expect(sumCosts([modelCall(), cached])).toEqual({
      calls: 2,
      pricedCalls: 2,
      unpricedCalls: 0,
      estimatedCalls: 0,
      failedCalls: 0,
      status: 'exact',
      nanoUsd: 2_000,
      inputNanoUsd: 1_200,
      cachedReadNanoUsd: 200,
      cacheWriteNanoUsd: 0,
      outputNanoUsd: 800,
      feesNanoUsd: 0,
      inputTokens: 17,
      cachedReadTokens: 4,
      cacheWriteTokens: 0,
      outputTokens: 8,
      reasoningTokens: 3,
    });
  });

  it.each([
    ['a call without a price', { cost: UNPRICED }, { status: 'partial', unpricedCalls: 1, failedCalls: 0 }],
    ['a call without a cost', { cost: null }, { status: 'partial', unpricedCalls: 1, failedCalls: 0 }],
    [
      'a call that failed before it was billed',
      { cost: null, status: 'error' },
      { status: 'exact', unpricedCalls: 0, failedCalls: 1 },
    ],
    [
      'an estimate',
      { cost: { ...COST, status: 'estimated' } },
      { status: 'estimated', estimatedCalls: 1, unpricedCalls: 0 },
    ],
  ] as const)('says what %s makes of the sum', (_, fields, expected) => {
    expect(sumCosts([modelCall(), modelCall(fields)])).toMatchObject({
      nanoUsd: expect.any(Number),
      ...expected,
    });
  });

  it.each([
    ['no call', []],
    ['no priced call', [modelCall({ cost: UNPRICED })]],
  ])('is unknown with %s', (_, calls) => {
    expect(sumCosts(calls)).toMatchObject({ status: 'unpriced', nanoUsd: null, inputNanoUsd: null });
  });

  it('has no sum of a part that one call does not know', () => {
    const whole = modelCall({ cost: { ...COST, inputNanoUsd: null, outputNanoUsd: null } });
    expect(sumCosts([modelCall(), whole])).toMatchObject({
      nanoUsd: 2_000,
      inputNanoUsd: null,
      feesNanoUsd: 0,
    });
  });
});

describe('sumTokens', () => {
  it('adds up what is reported, and is unknown where nothing is', () => {
    const silent = modelCall({ usage: null });
    expect(sumTokens([modelCall(), silent, modelCall()], 'inputTokens')).toBe(24);
    expect(sumTokens([silent], 'inputTokens')).toBeNull();
    expect(sumTokens([modelCall()], 'reasoningTokens')).toBeNull();
  });
});
