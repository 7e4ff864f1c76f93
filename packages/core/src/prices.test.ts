import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { calcPrice, waitForUpdate } from '@pydantic/genai-prices';
import { calculateCost } from './calculate-cost';

const ROOT = path.resolve(__dirname, '../../..');
const PRICES = 'packages/core/src/prices.json';
const OVERRIDES = 'packages/core/src/price-overrides.json';
const SOURCES = ['scripts', PRICES, OVERRIDES, 'packages/core/package.json'];

interface Override {
  readonly provider: string;
  readonly model?: string;
  readonly reason: string;
  readonly source: string;
}

const { overrides } = JSON.parse(readFileSync(path.join(ROOT, OVERRIDES), 'utf8')) as {
  overrides: Override[];
};

const AT = new Date('2026-09-23T12:00:00Z');
const OUR_USAGE = { inputTokens: 150_000, cachedReadTokens: 40_000, outputTokens: 1_000 };
const THEIR_USAGE = { input_tokens: 150_000, cache_read_tokens: 40_000, output_tokens: 1_000 };

/** The exit code and what was printed. */
function updatePrices(root: string, ...flags: string[]): { code: number; output: string } {
  const script = path.join(root, 'scripts/update-prices.mjs');
  try {
    return {
      code: 0,
      output: execFileSync(process.execPath, [script, ...flags], { encoding: 'utf8', stdio: 'pipe' }),
    };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    return { code: status, output: stderr };
  }
}

describe('prices.json', () => {
  it('is what the installed package and the overrides give', () => {
    expect(updatePrices(ROOT, '--check')).toEqual({ code: 0, output: '' });
  });

  it('stays small', () => {
    expect(gzipSync(readFileSync(path.join(ROOT, PRICES))).length).toBeLessThan(100_000);
  });

  it('agrees with the package on every name of every model that is not overridden', async () => {
    const overridden = new Set(overrides.map(({ provider, model }) => `${provider}/${model}`));
    const names = ((await waitForUpdate()) ?? []).flatMap(({ id: provider, models }) =>
      models
        .filter(
          ({ id, prices }) =>
            !overridden.has(`${provider}/${id}`) && JSON.stringify(prices).includes('output_mtok'),
        )
        .flatMap(({ match }) => equalNames(match).map((model) => ({ provider, model }))),
    );
    const differences = names.filter(({ provider, model }) => {
      const theirs = calcPrice(THEIR_USAGE, model, { providerId: provider, timestamp: AT })?.total_price;
      const { usd } = calculateCost({ provider, model, usage: OUR_USAGE, at: AT });
      return theirs === undefined || usd === null || Math.abs(Number(usd) - theirs) > 1e-7;
    });
    expect(names.length).toBeGreaterThan(1_500);
    expect(differences).toEqual([]);
  });

  // 100,000 input tokens, 40,000 of them from the cache, and 10,000 output tokens, on 25 September 2026.
  it.each([
    ['openai', 'gpt-6-sol', '0.228'],
    ['openai', 'gpt-5.6-sol', '0.456'],
    ['openai', 'gpt-5.6-terra', '0.248'],
    ['openai', 'gpt-5.5', '0.62'],
    ['openai', 'gpt-5.4', '0.31'],
    ['openai', 'gpt-5', '0.18'],
    ['openai', 'gpt-5-mini', '0.036'],
    ['openai', 'gpt-4.1', '0.22'],
    ['openai', 'gpt-4.1-mini', '0.044'],
    ['openai', 'gpt-4o', '0.3'],
    ['openai', 'gpt-4o-mini', '0.018'],
    ['openai', 'o1', '1.8'],
    ['openai', 'o3', '0.22'],
    ['openai', 'o4-mini', '0.121'],
    ['anthropic', 'claude-opus-5-5', '0.448'],
    ['anthropic', 'claude-opus-5', '0.57'],
    ['anthropic', 'claude-opus-4-5', '0.57'],
    ['anthropic', 'claude-opus-4-1', '1.71'],
    ['anthropic', 'claude-sonnet-5', '0.228'],
    ['anthropic', 'claude-sonnet-4-6', '0.342'],
    ['anthropic', 'claude-sonnet-4-5', '0.342'],
    ['anthropic', 'claude-3-7-sonnet-20250219', '0.342'],
    ['anthropic', 'claude-3-5-haiku-20241022', '0.0912'],
    ['anthropic', 'claude-haiku-4-5', '0.114'],
    ['google', 'gemini-2.5-pro', '0.18'],
    ['google', 'gemini-2.5-flash', '0.0442'],
    ['google', 'gemini-2.5-flash-lite', '0.0104'],
    ['google', 'gemini-3.1-pro-preview', '0.248'],
    ['google', 'gemini-3.5-flash', '0.186'],
    ['google', 'gemini-3.6-flash', '0.0855'],
    ['x-ai', 'grok-4.3', '0.108'],
    ['x-ai', 'grok-3-mini', '0.026'],
    ['groq', 'llama-3.3-70b-versatile', '0.0669'],
    ['groq', 'openai/gpt-oss-120b', '0.018'],
    ['aws', 'us.meta.llama3-3-70b-instruct-v1:0', '0.0792'],
    ['aws', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', '0.3762'],
    ['aws', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', '0.342'],
    ['aws', 'amazon.nova-pro-v1:0', '0.088'],
    ['cohere', 'command-a-03-2025', '0.35'],
    ['cohere', 'command-r-08-2024', '0.021'],
    ['together', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', '0.0968'],
  ])('has for %s/%s what the price lists agree on: %s', (provider, model, usd) => {
    const usage = { inputTokens: 100_000, cachedReadTokens: 40_000, outputTokens: 10_000 };
    const cost = calculateCost({ provider, model, usage, at: new Date('2026-09-25T12:00:00Z') });
    expect(cost).toMatchObject({ usd, status: 'exact', source: 'table' });
  });

  it('has a reason and a source for every override', () => {
    for (const { reason, source } of overrides) {
      expect(reason).toMatch(/\w.*\.$/);
      expect(source).toMatch(/^https:\/\//);
    }
  });
});

describe('updating the prices', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'kagura-prices-'));
    for (const source of SOURCES)
      cpSync(path.join(ROOT, source), path.join(root, source), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function edit(file: string, change: (text: string) => string): void {
    const target = path.join(root, file);
    writeFileSync(target, change(readFileSync(target, 'utf8')));
  }

  it('prints what changed', () => {
    edit(PRICES, (text) =>
      text
        .replace(/"version":"[^"]+"/, '"version":"2020-01-01.1"')
        .replace('"gpt-4o-mini":', '"gpt-4o-micro":')
        .replace(/("o1-pro":.*"input":)\d+/, '$11'),
    );
    const { code, output } = updatePrices(root);
    expect(code).toBe(0);
    expect(output).toContain('+ openai/gpt-4o-mini');
    expect(output).toContain('- openai/gpt-4o-micro');
    expect(output).toContain('~ openai/o1-pro');
    expect(output).toContain('1 added, 1 removed, 1 changed');
    expect(updatePrices(root, '--check').code).toBe(0);
  });

  it('refuses data older than what it would replace', () => {
    edit(PRICES, (text) => text.replace(/"version":"[^"]+"/, '"version":"2999-12-31.1"'));
    const before = readFileSync(path.join(root, PRICES), 'utf8');
    const { code, output } = updatePrices(root);
    expect(code).toBe(1);
    expect(output).toContain('is older than 2999-12-31.1');
    expect(readFileSync(path.join(root, PRICES), 'utf8')).toBe(before);
  });

  it('refuses other prices under the same version', () => {
    edit(OVERRIDES, (text) => text.replace('"output": "15"', '"output": "16"'));
    expect(updatePrices(root)).toMatchObject({
      code: 1,
      output: expect.stringContaining('Raise "revision"'),
    });
    expect(updatePrices(root, '--check').code).toBe(1);
  });

  it.each([
    ['"factor": "0.55"', '"factor": "0.5500001"', 'is no whole number'],
    ['"models": ["gpt-3.5-turbo-1106"]', '"models": ["gpt-0"]', 'openai/gpt-0, which has no row'],
    ['"reason": "OpenAI sells no', '"why": "OpenAI sells no', 'needs a reason and a source'],
  ])('refuses an override that cannot be right: %s as %s', (good, bad, message) => {
    edit(OVERRIDES, (text) => text.replace(good, bad));
    expect(updatePrices(root)).toMatchObject({ code: 1, output: expect.stringContaining(message) });
  });

  it('refuses a package other than the one that was signed off', () => {
    edit(OVERRIDES, (text) => text.replace(/"version": "[^"]+"/, '"version": "0.0.1"'));
    expect(updatePrices(root)).toMatchObject({ code: 1, output: expect.stringContaining('speaks of 0.0.1') });
  });
});

function equalNames(match: unknown): string[] {
  return [...JSON.stringify(match).matchAll(/"equals":"([^"]+)"/g)].map(([, name = '']) => name);
}
