import fc from 'fast-check';
import { type CostRequest, calculateCost } from './calculate-cost';
import type { Cost, EstimateReason } from './cost';
import { parseDecimal, scaleUp } from './money';
import type { Usage } from './usage';

const MODELS = [
  { provider: 'openai', model: 'gpt-4o' },
  { provider: 'openai', model: 'gpt-5.4' },
  { provider: 'openai', model: 'gpt-audio' },
  { provider: 'openai', model: 'o1-pro' },
  { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  { provider: 'google', model: 'gemini-2.5-pro' },
  { provider: 'google', model: 'gemini-2.5-flash-image' },
  { provider: 'mistral', model: 'mistral-large-latest' },
  { provider: 'perplexity', model: 'sonar-deep-research' },
  { provider: 'perplexity', model: 'sonar' },
  { provider: 'openai', model: 'gpt-5.6-sol', serviceTier: 'batch' },
  { provider: 'anthropic', model: 'claude-opus-5', speed: 'fast', geo: 'us' },
  { provider: 'anthropic', model: 'claude-haiku-5-5' },
] as const;
const AT = new Date('2026-09-25T12:00:00Z');

const PICO_PLACES = 12;
const RUNS = { numRuns: 10_000 };

function pico(usd: string | null): bigint {
  const decimal = parseDecimal(usd ?? 'no price');
  if (decimal === undefined) throw new Error(`not a price: ${usd}`);
  return scaleUp(decimal, PICO_PLACES);
}

function price(model: string, usage: Usage, more: Partial<CostRequest> = {}): Cost {
  return calculateCost({ model, usage, at: AT, ...more });
}

function quantities(cost: Cost): Record<string, number> {
  return Object.fromEntries(cost.parts.map(({ kind, quantity }) => [kind, quantity]));
}

describe('the cost of a call', () => {
  it('is tokens times the price of the time of the call', () => {
    const call = { model: 'gpt-4o', usage: { inputTokens: 100, outputTokens: 50 } };
    const before = calculateCost({ ...call, at: new Date('2024-06-01T00:00:00Z') });
    const after = calculateCost({ ...call, at: new Date('2025-06-01T00:00:00Z') });
    expect(Number(before.usd)).toBe((100 * 0.005) / 1000 + (50 * 0.015) / 1000);
    expect(before).toMatchObject({ usd: '0.00125', nanoUsd: 1_250_000, priceId: 'openai/gpt-4o' });
    expect(after).toMatchObject({ usd: '0.00075', nanoUsd: 750_000, priceId: 'openai/gpt-4o@2024-10-02' });
  });

  it('is itemized, and the items add up', () => {
    const usage = {
      inputTokens: 1_000,
      cachedReadTokens: 300,
      cacheWriteTokens: 200,
      cacheWrite1hTokens: 50,
      outputTokens: 100,
      reasoningTokens: 60,
      webSearchRequests: 2,
    };
    expect(price('claude-sonnet-4-6', usage)).toEqual({
      usd: '0.0239525',
      nanoUsd: 23_952_500,
      parts: [
        { kind: 'input', quantity: 500, rateUsd: '3', usd: '0.0015', nanoUsd: 1_500_000 },
        { kind: 'cache_read', quantity: 300, rateUsd: '0.3', usd: '0.00009', nanoUsd: 90_000 },
        { kind: 'cache_write', quantity: 150, rateUsd: '3.75', usd: '0.0005625', nanoUsd: 562_500 },
        { kind: 'cache_write_1h', quantity: 50, rateUsd: '6', usd: '0.0003', nanoUsd: 300_000 },
        { kind: 'output', quantity: 100, rateUsd: '15', usd: '0.0015', nanoUsd: 1_500_000 },
        { kind: 'web_search', quantity: 2, rateUsd: '0.01', usd: '0.02', nanoUsd: 20_000_000 },
      ],
      status: 'exact',
      source: 'table',
      priceId: 'anthropic/claude-sonnet-4-6@2026-03-13',
      tableVersion: expect.any(String),
    });
  });

  it('rounds up once, not part by part', () => {
    const usage = { inputTokens: 1, cachedReadTokens: 0, outputTokens: 1 };
    const override = { model: 'tiny', inputUsdPerMillion: '0.0001', outputUsdPerMillion: '0.0001' };
    const cost = calculateCost({ model: 'tiny', usage, at: AT }, { overrides: [override] });
    expect(cost).toMatchObject({ usd: '0.0000000002', nanoUsd: 1 });
    expect(cost.parts.map(({ nanoUsd }) => nanoUsd)).toEqual([1, 0]);
  });

  it.each([9_007_199_254_740_001, 9_007_199_254_740_991])('rounds up %p pico-dollars too', (inputTokens) => {
    const override = { model: 'tiny', inputUsdPerMillion: '0.000001', outputUsdPerMillion: 0 };
    const usage = { inputTokens, outputTokens: 0 };
    const cost = calculateCost({ model: 'tiny', usage }, { overrides: [override] });
    expect(cost.nanoUsd).toBe(9_007_199_254_741);
  });

  it('takes the rates of a long context for the whole call', () => {
    const atThreshold = price('gemini-2.5-pro', { inputTokens: 200_000, outputTokens: 1_000 });
    const above = price('gemini-2.5-pro', {
      inputTokens: 200_001,
      cachedReadTokens: 200_000,
      outputTokens: 1_000,
    });
    expect(atThreshold.usd).toBe('0.26');
    expect(above.usd).toBe('0.0650025');
  });

  it('bills audio, images and reasoning apart where they have a price of their own', () => {
    const audio = { inputTokens: 100, inputAudioTokens: 30, outputTokens: 50, outputAudioTokens: 40 };
    expect(quantities(price('gpt-audio', audio))).toEqual({
      input: 70,
      input_audio: 30,
      output: 10,
      output_audio: 40,
    });
    expect(quantities(price('gpt-4o', audio))).toEqual({ input: 100, output: 50 });
    const image = { inputTokens: 10, outputTokens: 1_300, outputImageTokens: 1_290 };
    expect(price('gemini-2.5-flash-image', image).usd).toBe('0.038728');
    const research = { inputTokens: 0, outputTokens: 100, reasoningTokens: 90 };
    expect(price('sonar-deep-research', research).usd).toBe('0.00035');
  });

  it('bills audio from the cache apart from text, and never twice', () => {
    const usage = {
      inputTokens: 200,
      cachedReadTokens: 100,
      cachedReadAudioTokens: 90,
      inputAudioTokens: 120,
      outputTokens: 0,
    };
    // Of the 120 audio tokens 30 are fresh: 70 × 0.3 + 30 × 1 + 10 × 0.03 + 90 × 0.1 dollars a million.
    expect(price('gemini-2.5-flash', usage)).toMatchObject({ usd: '0.0000603', status: 'exact' });
    expect(quantities(price('gemini-2.5-pro', usage))).toEqual({ input: 100, cache_read: 100 });
  });

  it('bills the time of audio to the millisecond, and pages', () => {
    expect(price('whisper-1', { inputAudioSeconds: 90 })).toEqual({
      usd: '0.009',
      nanoUsd: 9_000_000,
      parts: [{ kind: 'audio_time', quantity: 90, rateUsd: '0.36', usd: '0.009', nanoUsd: 9_000_000 }],
      status: 'exact',
      source: 'table',
      priceId: 'openai/whisper-1',
      tableVersion: expect.any(String),
    });
    // 18.47 s at 0.111 an hour are 569,491,666⅔ pico-dollars.
    const groq = { provider: 'groq' };
    expect(price('whisper-large-v3', { inputAudioSeconds: 18.47 }, groq).usd).toBe('0.000569491667');
    // A hundred days, more than a number can multiply.
    expect(price('whisper-1', { inputAudioSeconds: 8_640_000 }).usd).toBe('864');
    expect(price('mistral-ocr-2512', { inputPages: 3 })).toMatchObject({ usd: '0.006', status: 'exact' });
    const annotated = { serviceTier: 'annotated' };
    expect(price('mistral-ocr-2512', { inputPages: 3 }, annotated).usd).toBe('0.009');
  });

  it('charges cache tokens as input where the cache has no price', () => {
    const usage = { inputTokens: 100, cachedReadTokens: 40, cacheWriteTokens: 10, outputTokens: 0 };
    expect(price('gpt-4-turbo', usage).usd).toBe('0.001');
    const oneHour = { inputTokens: 100, cacheWriteTokens: 100, cacheWrite1hTokens: 100, outputTokens: 0 };
    expect(price('gpt-6-sol', oneHour).usd).toBe('0.00025');
  });

  it('is exact for counts that no number could multiply', () => {
    const cost = price('gpt-4o', { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 1 });
    expect(cost.usd).toBe('22517998136.8524875');
    expect(cost.nanoUsd).toBeGreaterThanOrEqual(Number('22517998136852487500'));
  });

  it('is zero for no tokens and for models that run locally', () => {
    expect(price('gpt-4o', { inputTokens: 0, outputTokens: 0 })).toMatchObject({
      usd: '0',
      nanoUsd: 0,
      parts: [],
    });
    const local = price('llama3.2', { inputTokens: 5_000, outputTokens: 700 }, { provider: 'ollama' });
    expect(local).toMatchObject({ usd: '0', nanoUsd: 0, status: 'exact' });
  });

  it('is priced at the price of now when the time is missing', () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 0 };
    expect(calculateCost({ model: 'gpt-4o', usage }).usd).toBe('2.5');
    expect(price('gpt-4o', usage, { at: new Date(Number.NaN) }).usd).toBe('2.5');
  });
});

describe('a cost without a price', () => {
  const usage = { inputTokens: 10, outputTokens: 5 };

  it.each([
    ['unknown_model', { model: 'no-such-model' }],
    ['unknown_model', { model: undefined }],
    ['unknown_model', { model: '  ' }],
    ['unknown_model', { model: 'gpt-4o', provider: 'some-reseller' }],
    ['unknown_model', { model: 'text-embedding-3-small' }],
    ['unknown_tier', { model: 'gpt-4o', serviceTier: 'flex' }],
    ['unknown_tier', { model: 'gpt-4o', serviceTier: 'Scale' }],
    ['unknown_tier', { model: 'claude-haiku-4-5', speed: 'fast' }],
    ['unknown_tier', { model: 'claude-opus-5', geo: 'eu' }],
    ['missing_usage', { model: 'gpt-4o', usage: {} }],
    ['missing_usage', { model: 'gpt-4o', usage: { cachedReadTokens: 5 } }],
    ['missing_usage', { model: 'gpt-4o-transcribe', usage: { inputAudioSeconds: 60 } }],
    ['missing_usage', { model: 'whisper-1', usage: { inputAudioSeconds: Number.NaN } }],
    ['missing_usage', { model: 'gpt-4o', usage: { inputTokens: Number.NaN } }],
  ])('is null because of %s: %p', (reason, request) => {
    expect(calculateCost({ usage, at: AT, ...request })).toEqual({
      usd: null,
      nanoUsd: null,
      parts: [],
      status: 'unpriced',
      reason,
      source: 'table',
      tableVersion: expect.any(String),
    });
  });

  it.each([undefined, null, '', 'standard', 'default', 'auto', 'on_demand', 'Standard'])(
    'is not one billed as %p',
    (serviceTier) => {
      expect(price('gpt-4o', usage, { serviceTier }).status).toBe('exact');
    },
  );
});

describe('what the provider says it charged', () => {
  const usage = { inputTokens: 10, outputTokens: 5 };

  it('counts where we have no price', () => {
    const cost = price('no-such-model', usage, { reportedCostUsd: 0.000_012_345_6 });
    expect(cost).toEqual({
      usd: '0.0000123456',
      nanoUsd: 12_346,
      parts: [],
      status: 'exact',
      source: 'provider',
      reportedNanoUsd: 12_346,
      tableVersion: expect.any(String),
    });
  });

  it('is kept beside our price, which counts', () => {
    const cost = price('gpt-4o', usage, { reportedCostUsd: 99 });
    expect(cost).toMatchObject({ usd: '0.000075', source: 'table', reportedNanoUsd: 99_000_000_000 });
    expect(price('gpt-4o', usage).reportedNanoUsd).toBeUndefined();
  });

  it('counts before our price when asked for, and ours is kept', () => {
    const call = { model: 'gpt-4o', usage, at: AT };
    const preferred = (request: CostRequest) => calculateCost(request, { preferReported: true });
    expect(preferred({ ...call, reportedCostUsd: 0.000_07 })).toEqual({
      usd: '0.00007',
      nanoUsd: 70_000,
      parts: [],
      status: 'exact',
      source: 'provider',
      priceId: 'openai/gpt-4o@2024-10-02',
      reportedNanoUsd: 70_000,
      calculatedNanoUsd: 75_000,
      tableVersion: expect.any(String),
    });
    expect(preferred({ ...call, reportedCostUsd: 0 })).toMatchObject({ usd: '0', source: 'provider' });
    expect(preferred(call)).toEqual(calculateCost(call));
    expect(preferred({ ...call, usage: {} })).toMatchObject({ usd: null, reason: 'missing_usage' });
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 1e300])('is not %p dollars', (reportedCostUsd) => {
    expect(price('no-such-model', usage, { reportedCostUsd }).status).toBe('unpriced');
    expect(price('gpt-4o', usage, { reportedCostUsd }).reportedNanoUsd).toBeUndefined();
  });
});

describe('a cost is estimated', () => {
  const usage = { inputTokens: 10, outputTokens: 5 };
  const more = (parts: Usage): Usage => ({ ...usage, ...parts });

  it.each<[EstimateReason, string, Usage, Partial<CostRequest>]>([
    ['estimated_usage', 'when asked for', usage, { estimated: true, partial: true }],
    ['partial_usage', 'when the stream broke off', usage, { partial: true }],
    ['missing_usage', 'when a total that has a price is unknown', { inputTokens: 10 }, {}],
    ['inconsistent_usage', 'when the parts do not fit', more({ cachedReadTokens: 20 }), {}],
    [
      'inconsistent_usage',
      'when more was written for an hour than was written',
      more({ cacheWriteTokens: 2, cacheWrite1hTokens: 5 }),
      {},
    ],
    ['inconsistent_usage', 'when there is more audio than input', more({ inputAudioTokens: 20 }), {}],
    [
      'inconsistent_usage',
      'when more audio came from the cache than came from it',
      more({ cachedReadTokens: 2, cachedReadAudioTokens: 3, inputAudioTokens: 3 }),
      {},
    ],
    [
      'unpriced_part',
      'when a search has no price',
      more({ webSearchRequests: 1 }),
      { provider: 'x-ai', model: 'grok-4' },
    ],
    ['unpriced_part', 'when time has no price', more({ inputAudioSeconds: 60 }), {}],
    ['unpriced_part', 'when pages have no price', more({ inputPages: 1 }), {}],
    [
      'free_allowance',
      'when some searches are free',
      more({ webSearchRequests: 1 }),
      { model: 'gemini-3.5-flash' },
    ],
  ])('because of %s %s', (estimateReason, _when, estimated, call) => {
    expect(price('gpt-4o', estimated, call)).toMatchObject({ status: 'estimated', estimateReason });
  });

  it('but not when the missing total has no price', () => {
    expect(price('text-embedding-3-small', { inputTokens: 1_000_000 })).toMatchObject({
      usd: '0.02',
      status: 'exact',
    });
  });
});

describe('properties of costs', () => {
  const count = fc.oneof(fc.nat(1_000_000), fc.maxSafeNat());
  const usageOf = (tokens: fc.Arbitrary<number>): fc.Arbitrary<Usage> =>
    fc.record(
      {
        inputTokens: tokens,
        cachedReadTokens: tokens,
        cachedReadAudioTokens: tokens,
        cacheWriteTokens: tokens,
        cacheWrite1hTokens: tokens,
        outputTokens: tokens,
        reasoningTokens: tokens,
        inputAudioTokens: tokens,
        outputAudioTokens: tokens,
        inputImageTokens: tokens,
        outputImageTokens: tokens,
        inputAudioSeconds: fc.double({ min: 0, max: 1_000_000, noNaN: true }),
        inputPages: tokens,
        webSearchRequests: tokens,
      },
      { requiredKeys: ['inputTokens', 'outputTokens'] },
    );
  const model = fc.constantFrom(...MODELS);

  it('the parts add up to the total, in dollars and in nano-dollars', () => {
    fc.assert(
      fc.property(model, usageOf(count), (call, usage) => {
        const cost = calculateCost({ ...call, usage, at: AT });
        const usd = cost.parts.reduce((sum, part) => sum + pico(part.usd), 0n);
        expect(usd).toBe(pico(cost.usd));
        expect(cost.parts.reduce((sum, part) => sum + part.nanoUsd, 0)).toBe(cost.nanoUsd);
        for (const part of cost.parts) expect(part.nanoUsd).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('the parts of time and pages add up too, and more of them never cost less', () => {
    const calls = fc.constantFrom(
      { provider: 'groq', model: 'whisper-large-v3' },
      { provider: 'mistral', model: 'mistral-ocr-4-0' },
    );
    const seconds = fc.double({ min: 0, max: 1_000_000, noNaN: true });
    fc.assert(
      fc.property(calls, seconds, seconds, count, (call, inputAudioSeconds, more, inputPages) => {
        const priced = (usage: Usage) => calculateCost({ ...call, usage, at: AT });
        const cost = priced({ inputAudioSeconds, inputPages });
        const longer = priced({ inputAudioSeconds: inputAudioSeconds + more, inputPages });
        expect(cost.parts.reduce((sum, part) => sum + pico(part.usd), 0n)).toBe(pico(cost.usd));
        expect(cost.parts.reduce((sum, part) => sum + part.nanoUsd, 0)).toBe(cost.nanoUsd);
        expect(pico(longer.usd)).toBeGreaterThanOrEqual(pico(cost.usd));
      }),
      RUNS,
    );
  });

  it('the nano-dollars are the dollars, rounded up', () => {
    fc.assert(
      fc.property(model, usageOf(fc.nat(1_000_000)), (call, usage) => {
        const { usd, nanoUsd } = calculateCost({ ...call, usage, at: AT });
        expect(BigInt(nanoUsd ?? -1)).toBe((pico(usd) + 999n) / 1000n);
      }),
      RUNS,
    );
  });

  it('the nano-dollars are never less than the dollars, whatever a number can hold', () => {
    fc.assert(
      fc.property(model, usageOf(fc.maxSafeNat()), (call, usage) => {
        const { usd, nanoUsd } = calculateCost({ ...call, usage, at: AT });
        expect(BigInt(nanoUsd ?? -1) * 1000n).toBeGreaterThanOrEqual(pico(usd));
      }),
      RUNS,
    );
  });

  it('no token is billed twice', () => {
    fc.assert(
      fc.property(model, usageOf(fc.nat(1_000_000)), (call, usage) => {
        const billed = calculateCost({ ...call, usage, at: AT }).parts.filter(
          ({ kind }) => kind !== 'web_search' && kind !== 'request',
        );
        const tokens = billed.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(tokens).toBe((usage.inputTokens ?? 0) + (usage.outputTokens ?? 0));
      }),
      RUNS,
    );
  });

  it('two calls cost what one call of both would', () => {
    const plain = fc.record({ inputTokens: fc.nat(50_000), outputTokens: fc.nat(50_000) });
    const withoutFee = fc.constantFrom(
      ...MODELS.filter(({ model: name }) => name !== 'sonar' && name !== 'claude-haiku-5-5'),
    );
    fc.assert(
      fc.property(withoutFee, plain, plain, (call, first, second) => {
        const both = {
          inputTokens: first.inputTokens + second.inputTokens,
          outputTokens: first.outputTokens + second.outputTokens,
        };
        const [one, two, sum] = [first, second, both].map((usage) =>
          pico(calculateCost({ ...call, usage, at: AT }).usd),
        );
        expect((one ?? 0n) + (two ?? 0n)).toBe(sum);
      }),
      RUNS,
    );
  });

  it('more tokens never cost less', () => {
    fc.assert(
      fc.property(
        model,
        usageOf(fc.nat(1_000_000)),
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (call, usage, input, output) => {
          const more = {
            ...usage,
            inputTokens: (usage.inputTokens ?? 0) + input,
            outputTokens: (usage.outputTokens ?? 0) + output,
          };
          const fits =
            (usage.cachedReadTokens ?? 0) + (usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? 0);
          fc.pre(fits <= (usage.inputTokens ?? 0));
          const [less, greater] = [usage, more].map((each) =>
            pico(calculateCost({ ...call, usage: each, at: AT }).usd),
          );
          expect(greater).toBeGreaterThanOrEqual(less ?? 0n);
        },
      ),
      RUNS,
    );
  });

  it('the sum of many calls is the same in any order', () => {
    const calls = fc.array(fc.tuple(model, usageOf(count)), { maxLength: 20 });
    const shuffled = calls.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const sum = (list: readonly [(typeof MODELS)[number], Usage][]) =>
      list.reduce((total, [call, usage]) => total + pico(calculateCost({ ...call, usage, at: AT }).usd), 0n);
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(sum(other)).toBe(sum(list));
      }),
      RUNS,
    );
  });

  it('no usage, model or circumstance makes it throw or give anything but an amount or null', () => {
    const odd = fc.oneof(
      count,
      fc.double(),
      fc.integer(),
      fc.bigInt(),
      fc.string(),
      fc.constantFrom(-0, null, [], {}),
    );
    const hostileUsage = fc.oneof(
      fc.anything(),
      usageOf(odd as fc.Arbitrary<number>),
      fc.constant(throwingUsage()),
    );
    fc.assert(
      fc.property(model, hostileUsage, fc.anything(), fc.anything(), (call, usage, tier, at) => {
        expectAmount({ ...call, usage, serviceTier: tier, at, location: tier, reportedCostUsd: at });
      }),
      RUNS,
    );
    fc.assert(
      fc.property(
        fc.record({ provider: fc.anything(), model: fc.anything(), usage: fc.anything() }),
        expectAmount,
      ),
      RUNS,
    );
  });

  it.each([
    undefined,
    null,
    7,
    new Proxy({}, { get: () => fail() }),
    { ...MODELS[0], usage: {}, at: new Proxy(new Date(), {}) },
    { ...MODELS[0], usage: {}, provider: Symbol('openai'), reportedCostUsd: '1' },
  ])('a request that is none has no price: %#', (request) => {
    expect(calculateCost(request as never)).toMatchObject({ usd: null, nanoUsd: null, status: 'unpriced' });
  });

  function fail(): never {
    throw new Error('not available');
  }

  function expectAmount(request: unknown): void {
    const { usd, nanoUsd, parts } = calculateCost(request as CostRequest);
    expect(usd === null || /^\d+(\.\d*[1-9])?$/.test(usd)).toBe(true);
    expect(nanoUsd === null).toBe(usd === null);
    for (const amount of [nanoUsd ?? 0, ...parts.flatMap((part) => [part.quantity, part.nanoUsd])]) {
      expect(amount >= 0 && !Object.is(amount, -0)).toBe(true);
    }
  }

  function throwingUsage(): Usage {
    return {
      get inputTokens(): number {
        throw new Error('not available');
      },
    };
  }
});
