import { addReadings } from './add-readings';
import type { UsageReading } from './usage';

function reading(fields: Partial<UsageReading>): UsageReading {
  return { usage: {}, shape: 'ai-sdk', ...fields };
}

const first = reading({
  model: 'gpt-4o',
  responseId: 'r-1',
  usage: { inputTokens: 10, cachedReadTokens: 4, outputTokens: 2 },
  reportedCostUsd: 0.25,
});
const second = reading({
  model: 'gpt-5',
  responseId: 'r-2',
  usage: { inputTokens: 5, outputTokens: 1, reasoningTokens: 1 },
  reportedCostUsd: 0.5,
});

describe('addReadings', () => {
  it('adds up the counts and the costs, and takes the rest from the last call', () => {
    expect(addReadings([first, second])).toEqual({
      model: 'gpt-5',
      responseId: 'r-2',
      usage: { inputTokens: 15, cachedReadTokens: 4, outputTokens: 3, reasoningTokens: 1 },
      reportedCostUsd: 0.75,
      shape: 'ai-sdk',
    });
  });

  it('knows no cost when one of the calls told none', () => {
    expect(addReadings([first, reading({ usage: second.usage })])?.reportedCostUsd).toBeUndefined();
  });

  it('is partial when some calls told what they used and others did not, or were partial themselves', () => {
    const untold = reading({});
    expect(addReadings([first, untold])).toMatchObject({ usage: first.usage, partial: true });
    expect(addReadings([{ ...first, partial: true }, second])?.partial).toBe(true);
    expect(addReadings([untold, untold])).toEqual(untold);
  });

  it('leaves a single reading as it is, and none as none', () => {
    expect(addReadings([first])).toBe(first);
    expect(addReadings([])).toBeUndefined();
  });
});
