import type { SpanRecord, StoredCost, StoredSpan } from '@kagura/core';
import fc from 'fast-check';
import { connection } from './database';
import { readTrace } from './queries/traces';
import { invocation, modelCall, noPrice, price, spanRecord } from './test/span-records';
import { cleanUp, databaseWith, store, temporaryDatabase } from './test/temporary-store';

afterEach(cleanUp);

const NO_SHARES = {
  inputNanoUsd: null,
  cachedReadNanoUsd: null,
  cacheWriteNanoUsd: null,
  outputNanoUsd: null,
  feesNanoUsd: null,
};

/** The record as it comes back from a database of its own. */
function stored(record: SpanRecord): StoredSpan | undefined {
  return readTrace(databaseWith([record]), record.traceId)?.root;
}

describe('a span', () => {
  it('comes back as it was, whatever it holds', () => {
    const database = temporaryDatabase();
    // The driver ends a text at NUL; in JSON, where content and attributes are, it is escaped.
    const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    const name = text.filter((value) => value !== '');
    const whole = fc.nat();
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.array(text, { maxLength: 3 }),
    );
    const fields = fc.record({
      parentSpanId: fc.constantFrom(null, '00f067aa0ba902b7'),
      agentSpanId: fc.constantFrom(null, 'ffffffffffffffff'),
      name: text,
      kind: fc.constantFrom('agent', 'model', 'tool', 'step'),
      operation: some(text),
      agent: some(name),
      provider: some(name),
      model: some(name),
      status: fc.constantFrom('ok', 'error'),
      startUs: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      durationUs: whole,
      timeToFirstChunkUs: some(whole),
      latencyTracked: fc.boolean(),
      billing: fc.oneof(
        fc.constant(null),
        fc.record(
          { serviceTier: name, speed: name, geo: name, location: name },
          { requiredKeys: ['location'] },
        ),
      ),
      usage: some(
        fc.dictionary(
          fc.constantFrom('inputTokens', 'outputTokens', 'webSearchRequests', 'inputPages'),
          whole,
        ),
      ),
      responseId: some(text),
      finishReason: some(text),
      error: some(fc.record({ type: text, message: text, stack: some(text) })),
      service: text,
      environment: some(name),
      context: fc.record({ user: text, session: text, tenant: text }, { requiredKeys: [] }),
      attributes: fc.dictionary(fc.constantFrom('a', 'b.c', 'ü'), value),
      content: some(fc.record({ input: text, output: some(text) })),
    });
    fc.assert(
      fc.property(fields, (random) => {
        const record = { ...spanRecord(), ...random, usageSource: random.usage && 'reported' } as SpanRecord;
        store(database, [record]);
        expect(readTrace(database, record.traceId)?.root).toEqual(record);
      }),
    );
  });

  it('takes tags and attributes without letting them reach a prototype', () => {
    const tags = JSON.parse(
      '{"__proto__": "polluted", "constructor": "c", "prototype": "p", "team": "search"}',
    );
    const attributes = JSON.parse('{"__proto__": ["polluted"], "depth": 3}');
    const span = stored(spanRecord({ context: { tags }, attributes }));
    for (const entries of [span?.context.tags, span?.attributes]) {
      expect(Object.getPrototypeOf(entries)).toBeNull();
    }
    expect({ ...span?.context.tags }).toEqual({ team: 'search' });
    expect({ ...span?.attributes }).toEqual({ depth: 3 });
    expect(Object.assign({}, span?.context.tags, span?.attributes)).not.toHaveProperty('polluted');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(['not JSON', '[1, 2]', 'null', '{"team": 3, "list": [{}]}'])(
    'reads %s in a column of JSON as nothing',
    (json) => {
      const record = spanRecord({ context: { tags: { team: 'search' } }, attributes: { team: 'search' } });
      const database = databaseWith([record]);
      database[connection].run('UPDATE spans SET tags = ?, attributes = ?', [json, '[]']);
      const span = readTrace(database, record.traceId)?.root;
      expect({ ...span?.context.tags }).toEqual({});
      expect({ ...span?.attributes }).toEqual({});
    },
  );

  it('has seconds of audio that need not be whole', () => {
    const usage = { inputAudioSeconds: 12.5 };
    expect(stored(spanRecord({ usage, usageSource: 'reported' }))?.usage).toEqual(usage);
  });

  it('has whole microseconds', () => {
    const span = stored(spanRecord({ startUs: 1e15 + 0.4, durationUs: 1_234.56, timeToFirstChunkUs: 0.7 }));
    expect(span).toMatchObject({ startUs: 1e15, durationUs: 1_235, timeToFirstChunkUs: 1 });
  });
});

describe('a cost', () => {
  const costOf = (cost: SpanRecord['cost']): StoredCost | null | undefined =>
    stored(modelCall(invocation('agent'), { cost }))?.cost;

  it('is split into input, output and fees, which are the total', () => {
    const parts = {
      input: 1,
      input_audio: 2,
      input_image: 4,
      cache_read: 8,
      cache_write: 16,
      cache_write_1h: 32,
      output: 64,
      output_reasoning: 128,
      output_audio: 256,
      output_image: 512,
      web_search: 1_024,
      request: 2_048,
    };
    expect(costOf(price(parts, { status: 'estimated' }))).toEqual({
      nanoUsd: 4_095,
      inputNanoUsd: 63,
      cachedReadNanoUsd: 8,
      cacheWriteNanoUsd: 48,
      outputNanoUsd: 960,
      feesNanoUsd: 3_072,
      status: 'estimated',
      reason: null,
      source: 'table',
      priceId: 'openai/gpt-4o@2024-10-02',
      tableVersion: '2025-10-01',
      reportedNanoUsd: null,
      calculatedNanoUsd: null,
    });
  });

  it('keeps what the provider says beside our own figure, and why it is an estimate', () => {
    const fields = { reportedNanoUsd: 12, calculatedNanoUsd: 11 };
    const cost = price({ input: 10 }, { ...fields, status: 'estimated', estimateReason: 'partial_usage' });
    expect(costOf(cost)).toMatchObject({ ...fields, nanoUsd: 10, reason: 'partial_usage' });
  });

  it('has no shares where the provider tells the total alone', () => {
    const cost = price({}, { usd: '0.000001', nanoUsd: 1_000, source: 'provider' });
    expect(costOf(cost)).toMatchObject({ nanoUsd: 1_000, source: 'provider', ...NO_SHARES });
  });

  it('is zero with shares of zero where the price is zero', () => {
    expect(costOf(price({}))).toMatchObject({
      nanoUsd: 0,
      inputNanoUsd: 0,
      outputNanoUsd: 0,
      feesNanoUsd: 0,
    });
  });

  it('is unknown with its reason where there is no price', () => {
    const expected = { nanoUsd: null, status: 'unpriced', reason: 'unknown_model', ...NO_SHARES };
    expect(costOf(noPrice())).toMatchObject(expected);
  });

  it('is none where there was nothing to price', () => {
    expect(costOf(null)).toBeNull();
  });
});
