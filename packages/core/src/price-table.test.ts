import fc from 'fast-check';
import { findModel, findRow, priceTableVersion } from './price-table';
import { foldProvider } from './provider-name';

const SUMMER_2025 = new Date('2025-08-01T00:00:00Z');

function found(provider: string | undefined, model: string): string | undefined {
  const match = findModel(foldProvider(provider), model);
  return match && `${match.provider}/${match.id}`;
}

function inputRate(provider: string, model: string, at: string): number | undefined {
  const match = findModel(provider, model);
  return match && findRow(match.model, new Date(at), undefined)?.rates.input;
}

describe('a model id', () => {
  it.each([
    ['openai', 'gpt-4o', 'openai/gpt-4o'],
    ['openai', ' GPT-4o ', 'openai/gpt-4o'],
    ['openai', 'openai/gpt-4o', 'openai/gpt-4o'],
    ['openai', 'gpt-4o-2024-05-13', 'openai/gpt-4o-2024-05-13'],
    ['openai', 'gpt-4o-2024-11-20', 'openai/gpt-4o-2024-08-06'],
    ['openai', 'gpt-6-sol-2026-09-22', 'openai/gpt-6-sol'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::9xYz', 'openai/ft:gpt-4o-mini'],
    ['azure.ai.openai', 'gpt-4.1-mini-2025-04-14', 'openai/gpt-4.1-mini'],
    ['az.ai.openai', 'azure/gpt-4o', 'openai/gpt-4o'],
    ['anthropic', 'claude-3-5-sonnet-20241022', 'anthropic/claude-3-5-sonnet'],
    ['anthropic', 'claude-3-5-sonnet-latest', 'anthropic/claude-3-5-sonnet'],
    ['anthropic', 'claude-3-7-sonnet-20250219', 'anthropic/claude-3-7-sonnet-latest'],
    ['anthropic', 'claude-haiku-4-5-20251001', 'anthropic/claude-haiku-4-5'],
    ['gcp.vertex_ai', 'claude-sonnet-4-5@20250929', 'google/claude-sonnet-4-5'],
    ['gcp.vertex_ai', 'publishers/anthropic/models/claude-haiku-4-5@20251001', 'anthropic/claude-haiku-4-5'],
    ['gcp.gemini', 'models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ['gemini', 'gemini-2.5-flash-001', 'google/gemini-2.5-flash'],
    ['google', 'projects/p/locations/eu/publishers/google/models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['google', 'gemini-2.5-pro-preview-05-06', 'google/gemini-2.5-pro'],
    [
      'aws.bedrock',
      'arn:aws:bedrock:us-east-1:123:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    [
      'aws.bedrock',
      'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    [
      'aws.bedrock',
      'eu.anthropic.claude-3-5-sonnet-20240620-v1:0',
      'aws/regional.anthropic.claude-3-5-sonnet-20240620-v1:0',
    ],
    ['x_ai', 'grok-4-latest', 'x-ai/grok-4-0709'],
    ['mistral_ai', 'mistral-large-2411', 'mistral/mistral-large'],
    ['groq.chat', 'openai/gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
    ['openrouter', 'openai/gpt-4o', 'openrouter/openai/gpt-4o'],
    ['ollama', 'llama3.2:3b', 'ollama/*'],
  ])('of %s, %p, is %s', (provider, model, id) => {
    expect(found(provider, model)).toBe(id);
  });

  it.each([
    ['gpt-4o', 'openai/gpt-4o'],
    ['claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4-5'],
    ['gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['models/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['command-r-08-2024', 'cohere/command-r'],
    ['us.amazon.nova-pro-v1:0', 'aws/amazon.nova-pro-v1:0'],
    ['openai/gpt-4o', 'openai/gpt-4o'],
    ['litellm/anthropic/claude-haiku-4-5', 'anthropic/claude-haiku-4-5'],
    ['vertex_ai/gemini-2.5-pro', 'google/gemini-2.5-pro'],
    ['ollama/llama3.2', 'ollama/*'],
  ])('without a provider, %p, is %s', (model, id) => {
    expect(found(undefined, model)).toBe(id);
    expect(found('litellm', model)).toBe(id);
  });

  it.each([
    ['anthropic', 'claude-sonnet-5-5'],
    ['anthropic', 'claude-opus-4-10'],
    ['anthropic', 'claude-haiku-4-5-fast'],
    ['google', 'gemini-2.5-pro-ultra'],
    ['google', 'gemini-1.5-flash-8b'],
    ['deepseek', 'deepseek-chat-v9'],
    ['openai', 'gpt-4o-2031-01-01'],
    ['openai', 'gpt-4o-20250932'],
    ['openai', 'gpt-oss-120b'],
    ['openai', 'claude-haiku-4-5'],
    ['some-reseller', 'gpt-4o'],
    [undefined, 'meta-llama/llama-3.3-70b-instruct'],
    [undefined, 'my-model'],
    ['openai', ''],
    ['__proto__', 'gpt-4o'],
    ['openai', 'constructor'],
  ])('of %s, %p, is unknown', (provider, model) => {
    expect(found(provider, model)).toBeUndefined();
  });

  it('never makes the search fail', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.string(), (provider, model) => {
        expect(['undefined', 'string']).toContain(typeof found(provider, model));
      }),
    );
  });
});

describe('a dated price', () => {
  it.each([
    ['openai', 'gpt-4o', '2024-10-01T23:59:59.999Z', 5_000_000],
    ['openai', 'gpt-4o', '2024-10-02T00:00:00.000Z', 2_500_000],
    ['openai', 'gpt-4o-2024-08-06', '2024-09-01T00:00:00Z', 2_500_000],
    ['openai', 'o3', '2025-06-09T23:59:59Z', 10_000_000],
    ['openai', 'o3', '2025-06-10T00:00:00Z', 2_000_000],
    ['google', 'gemini-3.6-flash', '2026-12-31T23:59:59Z', 750_000],
    ['google', 'gemini-3.6-flash', '2027-01-01T00:00:00Z', 1_500_000],
  ])('of %s/%s at %s is %p pico-dollars a token', (provider, model, at, rate) => {
    expect(inputRate(provider, model, at)).toBe(rate);
  });

  it.each([
    ['2026-06-10T02:00:00Z', 140_000],
    ['2026-08-17T00:59:59Z', 220_000],
    ['2026-08-17T01:00:00Z', 440_000],
    ['2026-08-17T03:59:59Z', 440_000],
    ['2026-08-17T04:00:00Z', 220_000],
    ['2026-09-01T09:59:59Z', 440_000],
  ])('of deepseek-v4-flash keeps its hours to its dates: %s', (at, rate) => {
    expect(inputRate('deepseek', 'deepseek-v4-flash', at)).toBe(rate);
  });

  it('has hours that run over midnight', () => {
    const night = { hours: ['22:00', '02:00'], rates: { input: 1 } } as const;
    const at = (time: string) => findRow({ rows: [night] }, new Date(`2026-01-01T${time}:00Z`), undefined);
    expect([at('21:59'), at('22:00'), at('01:59'), at('02:00')]).toEqual([
      undefined,
      night,
      night,
      undefined,
    ]);
  });
});

it('a billing tier has only a price of its own', () => {
  const standard = { rates: { input: 2 } };
  const batch = { tier: 'batch', rates: { input: 1 } };
  expect(findRow({ rows: [standard, batch] }, SUMMER_2025, undefined)).toBe(standard);
  expect(findRow({ rows: [standard, batch] }, SUMMER_2025, 'batch')).toBe(batch);
  expect(findRow({ rows: [standard, batch] }, SUMMER_2025, 'flex')).toBeUndefined();
});

it('the table says which one it is', () => {
  expect(priceTableVersion()).toMatch(/^\d{4}-\d{2}-\d{2}\.\d+$/);
});
