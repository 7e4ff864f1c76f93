import Anthropic from '@anthropic-ai/sdk';
import { BudgetExceededError, type BudgetOptions, CostTracker, observeClient } from '@kagura/observability';
import OpenAI, { AzureOpenAI } from 'openai';
import { startModelServer } from '../model-server/model-server';
import { type Stage, startStage } from '../stage';
import { scriptedFetch } from './scripted-fetch';

/** gpt-4o: 2.5 and 10 dollars for a million tokens; gpt-4o-mini: 0.15 and 0.6. */
const MODEL = 'gpt-4o';
const MINI = 'gpt-4o-mini';
const NANO = 'gpt-4.1-nano';

let stage: Stage;
const tracker = new CostTracker();

beforeEach(async () => {
  stage = await startStage({
    server: { answer: () => ({ text: 'Yes.', inputTokens: 200, outputTokens: 100 }) },
  });
  observeClient(stage.openai);
  observeClient(stage.anthropic);
});
afterEach(() => stage.close());

const content = 'What is AI? '.repeat(60);
const messages = [{ role: 'user' as const, content }];
const chat = (more: object = {}) => stage.openai.chat.completions.create({ model: MODEL, messages, ...more });
const sent = () => stage.server.requests.at(-1)?.body;
const setBudget = (options: Partial<BudgetOptions> & { id?: string }) =>
  tracker.setBudget('monthly', { limitUsd: 0.005, ...options });

describe('a limit of output that is lowered to what fits', () => {
  beforeEach(() => setBudget({ onTight: 'clampMaxTokens' }));

  it.each<[string, () => PromiseLike<unknown>, string, number]>([
    ['in a request that has one', () => chat({ max_completion_tokens: 5_000 }), 'max_completion_tokens', 270],
    ['in a request that calls it otherwise', () => chat({ max_tokens: 5_000 }), 'max_tokens', 270],
    ['in a request without one', () => chat(), 'max_completion_tokens', 270],
    ['for each of several choices', () => chat({ n: 4, max_tokens: 5_000 }), 'max_tokens', 67],
    [
      "in OpenAI's responses",
      () => stage.openai.responses.create({ model: MODEL, input: content }),
      'max_output_tokens',
      270,
    ],
    [
      "in Anthropic's messages",
      () => stage.anthropic.messages.create({ model: 'claude-haiku-4-5', max_tokens: 20_000, messages }),
      'max_tokens',
      800,
    ],
  ])('%s', async (_name, call, field, about) => {
    await call();
    expect(Number(sent()?.[field])).toBeGreaterThan(about * 0.8);
    expect(Number(sent()?.[field])).toBeLessThan(about * 1.2);
    const [budget] = await tracker.getBudgets();
    expect(budget?.reserved).toBe(0);
  });

  it('is not lowered to nothing: the call is refused', async () => {
    await expect(chat({ max_tokens: 5_000, n: 20 })).rejects.toThrow(BudgetExceededError);
    expect(stage.server.requests).toEqual([]);
  });

  it('leaves the request of the caller as it is', async () => {
    const request = { model: MODEL, messages, max_tokens: 5_000 };
    await stage.openai.chat.completions.create(request);
    expect(request).toEqual({ model: MODEL, messages, max_tokens: 5_000 });
  });

  it('stays lowered when the request is sent again', async () => {
    const retrying = observeClient(stage.openai.withOptions({ maxRetries: 2 }));
    const again = [{ role: 'user' as const, content: `[[error 429 times 1]] ${content}` }];
    await retrying.chat.completions.create({ model: MODEL, messages: again, max_tokens: 5_000 });
    const limits = stage.server.requests.map(({ body }) => body.max_tokens);
    expect(limits).toHaveLength(2);
    expect(limits[0]).toBe(limits[1]);
    expect(Number(limits[0])).toBeLessThan(1_000);
    const [budget] = await tracker.getBudgets();
    expect(budget).toMatchObject({ spent: 0.0015, reserved: 0 });
  });

  it('stays lowered when a server refuses to tell the usage of its stream', async () => {
    const refusing = [{ role: 'user' as const, content: `[[refuse stream_options]] ${content}` }];
    const request = { model: MODEL, messages: refusing, max_tokens: 5_000, stream: true } as const;
    for await (const _ of await stage.openai.chat.completions.create(request));
    expect(stage.server.requests.map(({ status }) => status)).toEqual([400, 200]);
    expect(Number(sent()?.max_tokens)).toBeLessThan(1_000);
    const [budget] = await tracker.getBudgets();
    expect(budget?.reserved).toBe(0);
    expect(budget?.spent).toBeGreaterThan(0);
  });
});

describe('a call that is sent to a cheaper model', () => {
  const request = { max_completion_tokens: 100 };

  it('is held, sent and charged as one of that model', async () => {
    await setBudget({ limitUsd: 0.001, mode: 'downgrade', downgradeTo: { [MODEL]: MINI } });
    await chat(request);
    expect(sent()?.model).toBe(MINI);
    expect(await tracker.getBudgets()).toMatchObject([{ spent: 0.00009, reserved: 0 }]);
  });

  it('is also when the request names a dated version', async () => {
    await setBudget({ limitUsd: 0.001, mode: 'downgrade', downgradeTo: { [MODEL]: MINI } });
    await chat({ ...request, model: 'gpt-4o-2024-08-06' });
    expect(sent()?.model).toBe(MINI);
  });

  it('leaves the budget of the dearer model', async () => {
    await setBudget({ limitUsd: 0.001, model: MODEL, mode: 'downgrade', downgradeTo: { [MODEL]: MINI } });
    await chat(request);
    expect(sent()?.model).toBe(MINI);
    expect(await tracker.getBudgets()).toMatchObject([{ spent: 0, reserved: 0 }]);
  });

  it('counts for the budget of the cheaper model, which may refuse it', async () => {
    await setBudget({ limitUsd: 0.001, mode: 'downgrade', downgradeTo: { [MODEL]: MINI } });
    await setBudget({ limitUsd: 0, model: MINI });
    await expect(chat(request)).rejects.toMatchObject({ budgetId: `monthly:model=${MINI}` });
  });

  it('goes down one step for each budget, and is then refused', async () => {
    await setBudget({ limitUsd: 0.0001, mode: 'downgrade', downgradeTo: { [MODEL]: MINI, [MINI]: NANO } });
    await expect(chat(request)).rejects.toThrow(BudgetExceededError);
    expect(stage.server.requests).toEqual([]);
  });

  it('is refused where no cheaper model is named', async () => {
    await setBudget({ limitUsd: 0.001, mode: 'downgrade', downgradeTo: { other: MINI } });
    await expect(chat(request)).rejects.toThrow(BudgetExceededError);
  });
});

describe("Azure's deployments, where the address decides which model answers", () => {
  const { fetch, requests } = scriptedFetch({
    choices: [],
    usage: { prompt_tokens: 200, completion_tokens: 100 },
  });
  const azure = observeClient(
    new AzureOpenAI({
      endpoint: 'https://example.openai.azure.com',
      deployment: MODEL,
      apiVersion: '2025-01-01',
      apiKey: 'none',
      fetch,
    }),
  );
  const ask = (more: object) => azure.chat.completions.create({ model: MODEL, messages, ...more });

  it('have their limit of output lowered', async () => {
    await setBudget({ onTight: 'clampMaxTokens' });
    await ask({ max_tokens: 5_000 });
    const { max_tokens: limit } = JSON.parse(String(requests.at(-1)?.body)) as { max_tokens: number };
    expect(limit).toBeLessThan(1_000);
    expect(await tracker.getBudgets()).toMatchObject([{ spent: 0.0015, reserved: 0 }]);
  });

  it('cannot be sent to a cheaper model', async () => {
    const sentBefore = requests.length;
    await setBudget({ limitUsd: 0.001, mode: 'downgrade', downgradeTo: { [MODEL]: MINI } });
    await expect(ask({ max_tokens: 100 })).rejects.toThrow(BudgetExceededError);
    expect(requests).toHaveLength(sentBefore);
  });
});

it('a model without a price is guarded by the price that a budget gives', async () => {
  const fallbackPrice = { inputUsdPerMillion: 2.5, outputUsdPerMillion: 10 };
  await setBudget({ limitUsd: 0.004, fallbackPrice });
  const call = () => chat({ model: 'my-own-model', max_completion_tokens: 100 });
  await call();
  expect(await tracker.getBudgets()).toMatchObject([{ spent: 0.0015, reserved: 0 }]);
  await expect(call()).rejects.toThrow(BudgetExceededError);
});

it('a server that cannot be reached costs nothing', async () => {
  await setBudget({ limitUsd: 1 });
  const gone = await startModelServer();
  await gone.close();
  const nowhere = observeClient(new OpenAI({ apiKey: 'none', baseURL: gone.openaiBaseUrl, maxRetries: 0 }));
  await expect(nowhere.chat.completions.create({ model: MODEL, messages })).rejects.toThrow(/Connection/);
  expect(await tracker.getBudgets()).toMatchObject([{ spent: 0, reserved: 0 }]);
});

it.each<[string, () => Promise<unknown>]>([
  [
    'that was aborted before',
    () => stage.openai.chat.completions.create({ model: MODEL, messages }, { signal: AbortSignal.abort() }),
  ],
  [
    'whose client has no key',
    () =>
      observeClient(
        new Anthropic({ apiKey: null, authToken: null, baseURL: stage.server.anthropicBaseUrl }),
      ).messages.create({ model: 'claude-haiku-4-5', max_tokens: 10, messages }),
  ],
])('a request %s is not sent, and costs nothing', async (_what, call) => {
  await setBudget({ limitUsd: 1 });
  await expect(call()).rejects.toThrow(/./);
  expect(stage.server.requests).toEqual([]);
  expect(await tracker.getBudgets()).toMatchObject([{ spent: 0, reserved: 0 }]);
});

it('a function sends a call to the model that it names, once', async () => {
  let asked = 0;
  const mode = () => {
    asked += 1;
    return { model: MINI };
  };
  await setBudget({ limitUsd: 0.001, mode });
  await chat({ max_completion_tokens: 100 });
  expect(sent()?.model).toBe(MINI);
  await setBudget({ limitUsd: 0, mode });
  await expect(chat({ max_completion_tokens: 100 })).rejects.toThrow(BudgetExceededError);
  expect(asked).toBe(3);
});
