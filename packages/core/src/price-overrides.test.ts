import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CostRequest, calculateCost } from './calculate-cost';
import type { Usage } from './usage';

interface Override {
  readonly provider: string;
  readonly model?: string;
  readonly models?: readonly string[];
  readonly tiers?: readonly string[];
  readonly tierNames?: Readonly<Record<string, string>>;
  readonly resoldTiers?: Readonly<Record<string, readonly string[]>>;
  readonly rows?: readonly unknown[];
}

type Case = [provider: string, model: string, usd: string, more?: Partial<CostRequest>];

const { overrides } = JSON.parse(readFileSync(path.join(__dirname, 'price-overrides.json'), 'utf8')) as {
  overrides: Override[];
};
const AT = new Date('2026-09-25T12:00:00Z');

/** 60,000 input tokens, 40,000 more from the cache, 10,000 output tokens. */
const USAGE = { inputTokens: 100_000, cachedReadTokens: 40_000, outputTokens: 10_000 };
const AN_HOUR = {
  inputTokens: 100_000,
  cacheWriteTokens: 100_000,
  cacheWrite1hTokens: 100_000,
  outputTokens: 0,
};
const AUDIO = { inputTokens: 1_000, inputAudioTokens: 600, outputTokens: 500, outputAudioTokens: 400 };

const batch = { serviceTier: 'batch' };
const flex = { serviceTier: 'flex' };
const priority = { serviceTier: 'priority' };
const fast = { serviceTier: 'fast' };
const speed = { speed: 'fast' };
const us = { geo: 'us' };

function at(day: string): Partial<CostRequest> {
  return { at: new Date(`${day}T12:00:00Z`) };
}

function used(usage: Usage): Partial<CostRequest> {
  return { usage };
}

const REPLACED: Case[] = [
  ['openai', 'gpt-4o', '0.65', at('2024-10-01')],
  ['openai', 'gpt-4o', '0.3'],
  ['openai', 'gpt-4o-2024-08-06', '0.3', at('2024-09-01')],
  ['openai', 'o3', '1.1', at('2025-06-09')],
  ['openai', 'o3', '0.22', at('2025-06-10')],
  ['openai', 'gpt-4o-audio-preview', '0.058', used(AUDIO)],
  ['openai', 'gpt-4o-mini-audio-preview', '0.01412', used(AUDIO)],
  ['openai', 'ft:gpt-3.5-turbo-0125:acme::1', '0.36'],
  ['openai', 'ft:gpt-4o-2024-08-06:acme::1', '0.45'],
  ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::1', '0.036'],
  ['openai', 'ft:gpt-4.1-2025-04-14:acme::1', '0.33'],
  ['openai', 'ft:gpt-4.1-mini-2025-04-14:acme::1', '0.088'],
  ['openai', 'ft:gpt-4.1-nano-2025-04-14:acme::1', '0.022'],
  ['openai', 'ft:o4-mini-2025-04-16:acme::1', '0.44'],
  ['openai', 'gpt-realtime-whisper', '0.017', used({ inputAudioSeconds: 60 })],
  ['openai', 'gpt-6.1-sol', '0.224'],
  ['openai', 'gpt-6.2-sol', '0.224'],
  ['openai', 'gpt-6.2-sol', '1.091004', used({ inputTokens: 272_001, outputTokens: 200 })],
  ['anthropic', 'claude-2.1', '1.04'],
  ['anthropic', 'claude-sonnet-5-5', '0.228', at('2026-10-06')],
  ['anthropic', 'claude-sonnet-5-5', '0.224', at('2026-10-07')],
  ['anthropic', 'claude-haiku-5-5', '0.0114'],
  ['anthropic', 'claude-haiku-5-5', '0.0750005', used({ inputTokens: 100_001, outputTokens: 10_000 })],
  ['anthropic', 'claude-fable-5-2', '0.888'],
  [
    'google',
    'claude-opus-4-6',
    '3.375',
    { ...at('2026-03-12'), usage: { inputTokens: 300_000, outputTokens: 10_000 } },
  ],
  [
    'google',
    'claude-opus-4-6',
    '1.75',
    { ...at('2026-03-13'), usage: { inputTokens: 300_000, outputTokens: 10_000 } },
  ],
  ['google', 'claude-haiku-4-5@20251001', '0.114'],
  ['google', 'claude-opus-4-5@20251101', '0.57'],
  ['google', 'claude-sonnet-5', '0.228'],
  ['perplexity', 'sonar', '0.115'],
  ['perplexity', 'sonar-pro', '0.456'],
  ['perplexity', 'sonar-reasoning', '0.155'],
  ['perplexity', 'sonar-reasoning-pro', '0.286'],
  ['perplexity', 'sonar-deep-research', '0.28'],
  ['ollama', '*', '0'],
];

const AMENDED: Case[] = [
  ['google', 'claude-sonnet-4-5', '0.6', used(AN_HOUR)],
  ['google', 'claude-sonnet-4-5', '2.4', used({ ...AN_HOUR, inputTokens: 300_000 })],
  ['aws', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', '0.6', used(AN_HOUR)],
  ['aws', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', '0.66', used(AN_HOUR)],
  ['aws', 'us.anthropic.claude-opus-4-8-v1:0', '1.1', used(AN_HOUR)],
  ['openai', 'gpt-5.4', '0.68', used({ inputTokens: 272_000, outputTokens: 0 })],
  ['openai', 'gpt-5.4', '1.360005', used({ inputTokens: 272_001, outputTokens: 0 })],
  ['groq', 'whisper-large-v3', '0.111', used({ inputAudioSeconds: 3_600 })],
  ['groq', 'whisper-large-v3', '0.000308333334', used({ inputAudioSeconds: 2 })],
  ['groq', 'whisper-large-v3', '0', used({ inputAudioSeconds: 0 })],
];

const TIERS: Case[] = [
  ['openai', 'gpt-5.6-sol', '0.31', { ...batch, ...at('2026-08-20') }],
  ['openai', 'gpt-5.6-sol', '0.228', batch],
  ['openai', 'gpt-5.4', '0.1552', batch],
  ['openai', 'gpt-5.4', '0.1552', flex],
  ['openai', 'gpt-4.1', '0.14', batch],
  ['openai', 'text-embedding-3-small', '0.001', { ...batch, usage: { inputTokens: 100_000 } }],
  ['openai', 'gpt-3.5-turbo-1106', '0.12', batch],
  ['openai', 'gpt-5', '0.09', flex],
  ['openai', 'gpt-6-sol', '0.114', flex],
  ['openai', 'o4-mini', '0.06052', flex],
  ['openai', 'gpt-5.6-terra', '0.496', priority],
  ['openai', 'gpt-6.2-sol', '0.448', fast],
  ['openai', 'gpt-5.6-luna', '0.2760008', { ...fast, usage: { inputTokens: 300_001, outputTokens: 10_000 } }],
  ['openai', 'gpt-5.5', '1.55', fast],
  ['openai', 'gpt-5.5', '1.55', priority],
  ['openai', 'gpt-5.4', '0.62', priority],
  ['openai', 'gpt-5.2', '0.504', fast],
  ['openai', 'gpt-5-mini', '0.0648', priority],
  ['openai', 'gpt-4.1-mini', '0.077', priority],
  ['openai', 'o3', '0.385', priority],
  ['openai', 'gpt-4o-2024-08-06', '0.51', fast],
  ['openai', 'gpt-4o', '0.51', priority],
  ['openai', 'gpt-4o-mini', '0.03', priority],
  ['openai', 'o4-mini', '0.22', priority],
  ['anthropic', 'claude-sonnet-4-5', '0.171', batch],
  ['anthropic', 'claude-opus-5', '0.627', us],
  ['anthropic', 'claude-opus-5', '0.3135', { ...batch, ...us }],
  ['anthropic', 'claude-opus-5', '1.14', speed],
  ['anthropic', 'claude-opus-4-8', '1.254', { ...speed, ...us }],
  ['anthropic', 'claude-opus-4-6', '3.42', speed],
  ['anthropic', 'claude-opus-4-6', '3.762', { ...speed, ...us }],
  ['google', 'claude-sonnet-4-5', '0.3762', { location: 'europe-west1' }],
  ['google', 'projects/p/locations/us/publishers/anthropic/models/claude-sonnet-4-5', '0.3762'],
  ['google', 'gemini-3.1-flash-lite', '0.0155', batch],
  ['google', 'gemini-3.1-flash-lite', '0.0155', flex],
  ['google', 'gemini-2.5-pro', '0.0925', batch],
  ['google', 'gemini-2.5-pro', '0.0925', { serviceTier: 'ON_DEMAND_FLEX' }],
  ['google', 'gemini-3.5-flash', '0.093', batch],
  ['google', 'gemini-3.5-flash', '0.0932', flex],
  ['google', 'gemini-3.5-flash-lite', '0.0223', batch],
  ['google', 'gemini-3.5-flash-lite', '0.0223', flex],
  ['google', 'gemini-3.5-flash-lite', '0.0794', priority],
  ['google', 'gemini-2.5-flash-tts', '0.075', batch],
  ['google', 'gemini-3.1-pro-preview', '0.4464', priority],
  [
    'google',
    'gemini-3.1-pro-preview',
    '1.4724072',
    { ...priority, usage: { inputTokens: 200_001, outputTokens: 1_000 } },
  ],
  ['azure', 'gpt-4o', '0.175', batch],
  ['azure', 'gpt-5.4', '0.1552', flex],
  ['azure', 'gpt-5.5', '1.55', priority],
  ['azure', 'o4-mini', '0.077', batch],
  ['groq', 'llama-3.3-70b-versatile', '0.0669', flex],
  ['groq', 'llama-3.3-70b-versatile', '0.03345', batch],
  ['groq', 'whisper-large-v3', '0.0555', { ...batch, usage: { inputAudioSeconds: 3_600 } }],
  ['aws', 'amazon.nova-pro-v1:0', '0.044', batch],
  ['moonshotai', 'kimi-k2.5', '0.042', batch],
  ['mistral', 'mistral-ocr-4-0', '0.2', { ...batch, usage: { inputPages: 100 } }],
  ['google', 'gemini-3.8-flash', '0.1539', priority],
  ['google', 'gemini-3.8-flash', '0.3078', { ...priority, ...at('2027-01-01') }],
];

/** 1,000 input tokens and as many of output, and three searches. */
const SEARCHING = { inputTokens: 1_000, outputTokens: 1_000, webSearchRequests: 3 };

const SEARCHES: Case[] = [
  ['google', 'gemini-3.5-flash', '0.0525', used(SEARCHING)],
  ['google', 'gemini-3.5-flash', '0.04725', { ...batch, usage: SEARCHING }],
  ['google', 'gemini-3.1-pro-preview', '1.26', used({ ...SEARCHING, inputTokens: 300_000 })],
  ['google', 'gemini-2.5-flash', '0.0378', used({ ...SEARCHING, webSearchRequests: 1 })],
];

function price([provider, model, , more]: Case): ReturnType<typeof calculateCost> {
  return calculateCost({ provider, model, usage: USAGE, at: AT, ...more });
}

describe('the overrides of the table, with figures computed by hand', () => {
  it.each(REPLACED)('%s/%s costs %s: %j', (...each) => {
    expect(price(each)).toMatchObject({ usd: each[2], status: 'exact', source: 'table' });
  });

  it.each(AMENDED)('%s/%s costs %s: %j', (...each) => {
    expect(price(each)).toMatchObject({ usd: each[2], status: 'exact', source: 'table' });
  });

  it.each(TIERS)('%s/%s costs %s: %j', (...each) => {
    expect(price(each)).toMatchObject({ usd: each[2], status: 'exact', source: 'table' });
  });

  it.each(SEARCHES)('%s/%s costs up to %s, as some searches are free: %j', (...each) => {
    const estimated = { status: 'estimated', estimateReason: 'free_allowance', source: 'table' };
    expect(price(each)).toMatchObject({ usd: each[2], ...estimated });
  });

  it('are all among these', () => {
    const cases = [...REPLACED, ...AMENDED, ...TIERS, ...SEARCHES];
    const seen = new Set(cases.flatMap((each) => rowNames(price(each).priceId)));
    const withPrices = overrides.filter(
      ({ rows, tierNames, resoldTiers }) => rows?.length !== 0 && !tierNames && !resoldTiers,
    );
    const unseen = withPrices.filter(({ provider, model = '', models = [model], tiers = [''] }) =>
      tiers.some((tier) => !models.some((name) => seen.has(`${provider}/${name}#${tier}`))),
    );
    expect(withPrices.length).toBeGreaterThan(60);
    expect(unseen).toEqual([]);
  });

  /** The name without the days and hours, and the one that stands for all models of its provider. */
  function rowNames(priceId = ''): string[] {
    const [, name = '', tier = ''] = /^([^@#]+)(?:@[^#]*)?(?:#(.*))?$/.exec(priceId) ?? [];
    return [`${name}#${tier}`, `${name.slice(0, name.indexOf('/'))}/*#${tier}`];
  }
});

it('a modifier changes the price of every token kind, and of no search', () => {
  const usage = {
    inputTokens: 1_000,
    cachedReadTokens: 300,
    cacheWriteTokens: 200,
    cacheWrite1hTokens: 50,
    outputTokens: 100,
    webSearchRequests: 2,
  };
  const { parts, usd } = price(['anthropic', 'claude-sonnet-4-6', '', { ...batch, usage }]);
  expect(usd).toBe('0.02197625');
  expect(parts.map(({ kind, rateUsd }) => [kind, rateUsd])).toEqual([
    ['input', '1.5'],
    ['cache_read', '0.15'],
    ['cache_write', '1.875'],
    ['cache_write_1h', '3'],
    ['output', '7.5'],
    ['web_search', '0.01'],
  ]);
});

it.each<[string, string, Partial<CostRequest>]>([
  ['openai', 'gpt-4o', { serviceTier: 'scale' }],
  ['openai', 'o3', { ...priority, ...at('2025-06-09') }],
  ['openai', 'gpt-5.4', { ...priority, usage: { inputTokens: 272_001, outputTokens: 1 } }],
  ['openai', 'gpt-5.4-pro', priority],
  ['azure', 'gpt-4o', { serviceTier: 'scale' }],
  ['azure', 'claude-opus-5', batch],
  ['groq', 'llama-3.3-70b-versatile', { serviceTier: 'performance' }],
  ['mistral', 'mistral-ocr-4-0', { serviceTier: 'annotated+batch', usage: { inputPages: 1 } }],
  ['moonshotai', 'kimi-k2.6', batch],
  ['anthropic', 'claude-opus-5', priority],
  ['anthropic', 'claude-haiku-4-5', speed],
  ['anthropic', 'claude-sonnet-4-5', us],
  ['anthropic', 'claude-opus-5', { ...batch, ...speed }],
  ['google', 'claude-sonnet-4-5', batch],
  ['google', 'gemini-2.5-pro', { serviceTier: 'PROVISIONED_THROUGHPUT' }],
  ['aws', 'amazon.nova-pro-v1:0', flex],
])('%s/%s has no price for %j', (provider, model, more) => {
  expect(price([provider, model, '', more])).toMatchObject({ usd: null, reason: 'unknown_tier' });
});

it.each<[string, string, Partial<CostRequest>]>([
  ['google', 'claude-sonnet-4-5', { location: 'global' }],
  ['google', 'gemini-2.5-pro', { location: 'europe-west1' }],
  ['google', 'claude-3-5-sonnet', { location: 'us-east5' }],
  ['anthropic', 'claude-sonnet-4-5', { location: 'us-east-1' }],
])('%s/%s costs no more for %j', (provider, model, more) => {
  expect(price([provider, model, '', more]).usd).toBe(price([provider, model, '']).usd);
});
