import {
  BudgetExceededError,
  CostTracker,
  observe,
  observeClient,
  UnpricedModelError,
} from '@kagura/observability';
import { type Stage, startStage } from '../stage';

/** gpt-4o: 2.5 and 10 dollars for a million tokens. */
const MODEL = 'gpt-4o';
const ANSWER = { text: 'Yes.', inputTokens: 200, outputTokens: 100 };
/** What one such call costs. */
const CALL_USD = 0.0015;

let stage: Stage;
let tracker: CostTracker;

beforeEach(async () => {
  stage = await startStage({ server: { answer: () => ANSWER } });
  observeClient(stage.openai);
  observeClient(stage.anthropic);
  tracker = new CostTracker();
});

afterEach(() => stage.close());

/** Of 200 tokens, as the stand-in is told to count. */
const PROMPT = 'What is AI? '.repeat(60);

const chat = (content = PROMPT, more: object = {}) =>
  stage.openai.chat.completions.create({
    model: MODEL,
    max_completion_tokens: 100,
    messages: [{ role: 'user', content }],
    ...more,
  });

/** What is settled and held of a budget, in US dollars. */
async function standing(id = 'monthly') {
  const budgets = await tracker.getBudgets();
  const found = budgets.find((budget) => budget.id === id);
  return { spent: found?.spent, reserved: found?.reserved };
}

it('calls go through as long as they fit, and the next one is not sent', async () => {
  await tracker.setBudget('monthly', { limitUsd: 0.0065 });
  const answers = [await chat(), await chat(), await chat()];
  const requests = stage.server.requests.length;

  const error = await chat().catch((reason: unknown) => reason);

  expect(answers.map(({ choices }) => choices[0]?.message.content)).toEqual(['Yes.', 'Yes.', 'Yes.']);
  expect(error).toBeInstanceOf(BudgetExceededError);
  expect(error).toMatchObject({ code: 'KAGURA_BUDGET_EXCEEDED', budgetId: 'monthly', settledUsd: '0.0045' });
  expect(stage.server.requests.length).toBe(requests);
  expect(await standing()).toEqual({ spent: 0.0045, reserved: 0 });
});

it('many calls at once never spend more than the limit', async () => {
  await tracker.setBudget('monthly', { limitUsd: 10 * CALL_USD });
  const outcomes = await Promise.allSettled(Array.from({ length: 64 }, () => chat()));

  const { spent } = await standing();
  expect(spent).toBeLessThanOrEqual(10 * CALL_USD);
  expect(stage.server.usage.get(MODEL)?.calls).toBe(
    outcomes.filter(({ status }) => status === 'fulfilled').length,
  );
});

it('a model without a price is refused by a budget that stops calls', async () => {
  await tracker.setBudget('monthly', { limitUsd: 1 });
  await expect(chat('Hi', { model: 'my-own-model' })).rejects.toThrow(UnpricedModelError);
  expect(stage.server.requests).toEqual([]);
});

it('a request that the server refuses costs nothing', async () => {
  await tracker.setBudget('monthly', { limitUsd: 1 });
  await expect(chat('[[error 400]]')).rejects.toThrow(/400/);
  expect(await standing()).toEqual({ spent: 0, reserved: 0 });
});

it('a server that fails after the request was sent is taken to have charged for the input', async () => {
  await tracker.setBudget('monthly', { limitUsd: 1 });
  await expect(chat('[[error 500]]', {})).rejects.toThrow(/500/);
  const { spent, reserved } = await standing();
  expect(spent).toBeGreaterThan(0);
  expect(spent).toBeLessThan(CALL_USD);
  expect(reserved).toBe(0);
});

it('a stream without a limit is cut when the budget is used up', async () => {
  const text = 'word '.repeat(2_000);
  await stage.close();
  stage = await startStage({
    server: { answer: () => ({ text, inputTokens: 200, outputTokens: 2_000 }), chunkIntervalMs: 1 },
  });
  observeClient(stage.openai);
  // Enough for the 1,000 tokens that are held at first, and not for all.
  await tracker.setBudget('monthly', { limitUsd: 0.012 });

  const stream = await stage.openai.chat.completions.create({
    model: MODEL,
    stream: true,
    messages: [{ role: 'user', content: PROMPT }],
  });
  const read = async () => {
    let chunks = 0;
    for await (const _ of stream) chunks += 1;
    return chunks;
  };

  await expect(read()).rejects.toThrow(BudgetExceededError);
  await stage.server.settled();
  expect(stage.server.requests[0]?.outcome).toBe('abandoned');
  const { spent, reserved } = await standing();
  expect(spent).toBeGreaterThan(0.01);
  expect(spent).toBeLessThanOrEqual(0.012);
  expect(reserved).toBe(0);
  // The stand-in sends a thousand pieces a millisecond apart, which a busy machine draws out.
}, 30_000);

it('a request is lowered to what fits, where the budget says so', async () => {
  await tracker.setBudget('monthly', { limitUsd: 0.004, onTight: 'clampMaxTokens' });
  await chat(PROMPT, { max_completion_tokens: 5_000 });
  const { body } = stage.server.requests[0] ?? {};
  expect(body?.max_completion_tokens).toBeLessThan(200);
  expect(body?.max_completion_tokens).toBeGreaterThan(50);
});

it('a call is sent to a cheaper model, where the budget says so', async () => {
  await tracker.setBudget('monthly', {
    limitUsd: 0.002,
    mode: 'downgrade',
    downgradeTo: { [MODEL]: 'gpt-4o-mini' },
  });
  await chat();
  expect(stage.server.requests[0]?.body.model).toBe('gpt-4o-mini');
});

it('a function decides, where the budget has one', async () => {
  const asked: unknown[] = [];
  await tracker.setBudget('monthly', {
    limitUsd: 0,
    mode: (question) => {
      asked.push(question);
      return asked.length === 1 ? 'allow' : 'deny';
    },
  });
  await chat();
  await expect(chat()).rejects.toThrow(BudgetExceededError);
  expect(asked).toMatchObject([
    { budgetId: 'monthly', model: MODEL, limitUsd: '0' },
    { settledUsd: '0.0015' },
  ]);
});

it('an agent is refused before it runs, and what is inside a refused call fails with the same error', async () => {
  await tracker.setBudget('monthly', { limitUsd: 0.004 });
  let runs = 0;
  const agent = observe(
    async () => {
      runs += 1;
      return chat();
    },
    { name: 'expensive' },
  );
  await agent();
  await expect(agent()).rejects.toThrow(BudgetExceededError);
  await tracker.setBudget('monthly', { limitUsd: CALL_USD });
  await expect(agent()).rejects.toThrow(BudgetExceededError);
  expect(runs).toBe(2);
});

it('a decorated model call around a wrapped client is one entry', async () => {
  await tracker.setBudget('monthly', { limitUsd: 1 });
  await observe(async () => chat(), { name: 'ask', kind: 'model', model: MODEL })();
  expect(await standing()).toEqual({ spent: CALL_USD, reserved: 0 });
});

it("Anthropic's messages are guarded in the same way", async () => {
  await tracker.setBudget('daily', { limitUsd: 0.0077 });
  const ask = () =>
    stage.anthropic.messages.create({
      model: 'claude-sonnet-4-6',
      max_tokens: 100,
      messages: [{ role: 'user', content: PROMPT }],
    });
  await ask();
  await ask();
  await expect(ask()).rejects.toThrow(BudgetExceededError);
  expect(stage.server.requests).toHaveLength(2);
});
