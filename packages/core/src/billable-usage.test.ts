import { billUsage, readCounts } from './billable-usage';

describe('the bill of a usage', () => {
  it('is at the rates of the longest context that its input reaches', () => {
    const above = [
      { tokens: 100, rates: { input: 2, output: 20 } },
      { tokens: 200, rates: { input: 3, output: 30 } },
    ];
    const ratesOf = (inputTokens: number) =>
      billUsage({ inputTokens, outputTokens: 1 }, { rates: { input: 1, output: 10 }, above }).lines.map(
        ({ rate }) => rate,
      );
    expect([100, 101, 200, 201].map(ratesOf)).toEqual([
      [1, 10],
      [2, 20],
      [2, 20],
      [3, 30],
    ]);
  });

  it('counts what is left when the parts are more than the total', () => {
    const usage = {
      inputTokens: 100,
      cachedReadTokens: 80,
      cacheWriteTokens: 50,
      cacheWrite1hTokens: 70,
      inputAudioTokens: 90,
      outputTokens: 10,
      outputAudioTokens: 30,
    };
    const bill = billUsage(usage, {
      rates: { input: 1, input_audio: 1, output: 1, output_audio: 1 },
      above: [],
    });
    expect(bill.lines.map(({ kind, quantity }) => [kind, quantity])).toEqual([
      ['cache_read', 80],
      ['cache_write_1h', 20],
      ['output_audio', 10],
    ]);
    expect(bill.gap).toBe('inconsistent_usage');
  });

  it('has at least the parts where the input is unknown', () => {
    const bill = billUsage(
      { cachedReadTokens: 7, outputTokens: 1 },
      { rates: { input: 1, output: 1 }, above: [] },
    );
    expect(bill.lines.map(({ kind, quantity }) => [kind, quantity])).toEqual([
      ['cache_read', 7],
      ['output', 1],
    ]);
    expect(bill.gap).toBe('missing_usage');
  });
});

describe('reading counts', () => {
  it('takes non-negative whole numbers alone', () => {
    const usage = { inputTokens: 3, outputTokens: 0, cachedReadTokens: -1, cacheWriteTokens: 1.5 };
    const odd = { reasoningTokens: '7', webSearchRequests: 2 ** 53, inputAudioTokens: Number.NaN };
    expect(readCounts({ ...usage, ...odd } as never)).toEqual({ inputTokens: 3, outputTokens: 0 });
  });

  it('knows nothing of what cannot be read', () => {
    const throwing = new Proxy({}, { get: () => fail() });
    for (const usage of [undefined, null, 7, 'usage', throwing])
      expect(readCounts(usage as never)).toEqual({});
  });

  function fail(): never {
    throw new Error('not available');
  }
});
