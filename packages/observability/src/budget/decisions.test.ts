import { BudgetExceededError, ConfigurationError, UnpricedModelError } from '@kagura/core';
import { Observe, observe, observeClient, recordUsage, withContext } from '../index';
import {
  answer,
  CALL_NANO,
  CALL_USD,
  deferred,
  failureOf,
  GuardedProcess,
  MODEL,
  request,
} from './test/guarded-process';
import { metricValues } from './test/metric-values';

const guarded = new GuardedProcess();
afterEach(() => guarded.stop());

const options = { name: 'ask', kind: 'model', model: MODEL, budget: { estimate: CALL_USD } } as const;
const ask = observe(async (_request: object) => answer(), options);
const askNow = observe((_request: object) => answer(), options);
const decisions = () => metricValues(guarded, 'kagura.budget.decisions');

describe('a function that decides', () => {
  const SECRET = 'the secret of the prompt';

  it('is told of the call, and not of what is in it', async () => {
    guarded.start();
    const asked: unknown[] = [];
    const mode = (question: unknown) => {
      asked.push(question);
      return 'allow' as const;
    };
    await guarded.tracker.setBudget('monthly', { limitUsd: 0, mode });
    await withContext({ user: 'ann', tags: { team: 'search' } }, () =>
      ask({ ...request, messages: [SECRET] }),
    );
    expect(asked).toMatchObject([
      {
        budgetId: 'monthly',
        model: MODEL,
        user: 'ann',
        tags: { team: 'search' },
        requestedUsd: String(CALL_USD),
      },
    ]);
    expect(JSON.stringify(asked)).not.toContain(SECRET);
    expect(await decisions()).toEqual({ callback: 1 });
  });

  const never = () => new Promise<'allow'>(() => undefined);
  const throwing = (): 'allow' => {
    throw new Error('broken');
  };

  it.each([
    ['that throws', throwing],
    ['that does not answer', never],
    ['that rejects', () => Promise.reject(new Error('broken'))],
  ])('%s leaves the call to the policy of its budget', async (_name, mode) => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0, mode, onLedgerUnavailable: 'deny' });
    await expect(ask(request)).rejects.toThrow(BudgetExceededError);
    await guarded.tracker.setBudget('monthly', { limitUsd: 0, mode, onLedgerUnavailable: 'allow' });
    await ask(request);
    expect((await guarded.books())?.settled).toEqual([CALL_NANO]);
  });

  it('cannot take its time for a synchronous call', async () => {
    guarded.start();
    const mode = async () => 'allow' as const;
    await guarded.tracker.setBudget('monthly', { limitUsd: 0, mode, onLedgerUnavailable: 'deny' });
    expect(() => askNow(request)).toThrow(BudgetExceededError);
    await ask(request);
  });

  it('that was given in another process stops calls here', async () => {
    const { inner } = guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0, mode: () => 'allow' });
    const set = await inner.budgets();
    await guarded.stop();
    guarded.start({ inner });
    expect(set.budgets).toMatchObject([{ mode: 'callback' }]);
    await expect(ask(request)).rejects.toThrow(BudgetExceededError);
  });

  it('that names a model stops a call which cannot be sent to another', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0, mode: () => ({ model: 'gpt-4.1-nano' }) });
    await expect(ask(request)).rejects.toThrow(BudgetExceededError);
  });
});

it('a budget that warns lets every call through, and counts those above its limit', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: CALL_USD, mode: 'warn' });
  await ask(request);
  await ask(request);
  expect(await decisions()).toEqual({ allow: 1, warn: 1 });
  expect(guarded.observed.spans().map(({ attributes }) => attributes['kagura.budget.decision'])).toEqual([
    'allow',
    'warn',
  ]);
});

describe('several budgets', () => {
  it('hold all or none', async () => {
    guarded.start();
    await guarded.tracker.setBudget('daily', { limitUsd: 1 });
    await guarded.tracker.setBudget('monthly', { limitUsd: 1, agent: 'ask' });
    await guarded.tracker.setBudget('yearly', { limitUsd: 0 });
    await expect(ask(request)).rejects.toMatchObject({ budgetId: 'yearly' });
    const budgets = await guarded.tracker.getBudgets();
    expect(budgets.map(({ spent, reserved }) => spent + reserved)).toEqual([0, 0, 0]);
  });

  const { promise, resolve } = deferred<object>();

  it('hold the most that any of them asks for', async () => {
    const scripted = guarded.start();
    await guarded.tracker.setBudget('daily', { limitUsd: 1, estimate: 0.25 });
    await guarded.tracker.setBudget('monthly', { limitUsd: 1, estimate: 0.5 });
    const running = observe(async () => promise, { ...options, budget: {} })();
    expect(scripted.entries().held).toEqual([500_000_000]);
    resolve(answer());
    await running;
  });
});

describe('whom a call counts for', () => {
  class Team {
    @Observe({ name: 'team', budget: { scopes: { tenant: 'acme', tags: { team: 'search' } } } })
    async work() {
      return ask(request);
    }

    @Observe({ name: 'reader' })
    async read() {
      recordUsage(answer());
    }
  }

  const calls: Readonly<Record<string, () => unknown>> = {
    'the context of the call': () =>
      withContext({ user: 'ann', session: 's1', tenant: 'acme', tags: { team: 'search' } }, () =>
        ask(request),
      ),
    'the options of the call': () =>
      observe(async (_request: object) => answer(), {
        ...options,
        budget: {
          estimate: CALL_USD,
          scopes: { user: 'ann', session: 's1', tenant: 'acme', tags: { team: 'search' } },
        },
      })(request),
    'the options of the agent around it, and the context': () =>
      withContext({ user: 'ann', session: 's1' }, () => new Team().work()),
    'the context of usage that is recorded': () =>
      withContext({ user: 'ann', session: 's1', tenant: 'acme', tags: { team: 'search' } }, () =>
        new Team().read(),
      ),
  };

  it.each(Object.entries(calls))('%s', async (_name, call) => {
    guarded.start();
    const own = [{ user: 'ann' }, { session: 's1' }, { tenant: 'acme' }, { tag: 'team=search' }];
    const others = [{ user: 'bob' }, { session: 's2' }, { tenant: 'other' }, { tag: 'team=sales' }];
    for (const scope of own) await guarded.tracker.setBudget('monthly', { limitUsd: 1, ...scope });
    for (const scope of others) await guarded.tracker.setBudget('monthly', { limitUsd: 0, ...scope });
    await call();
    const budgets = await guarded.tracker.getBudgets();
    expect(budgets.filter(({ limit }) => limit === 1).map(({ spent }) => spent)).toEqual(
      own.map(() => CALL_USD),
    );
    expect(budgets.filter(({ limit }) => limit === 0).map(({ spent }) => spent)).toEqual(others.map(() => 0));
  });
});

describe('a call whose cost is not tracked', () => {
  const untracked = observe(async (_request: object) => answer(), { ...options, trackCost: false });

  it('cannot be guarded by a budget that stops calls', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    await expect(untracked(request)).rejects.toThrow(ConfigurationError);
  });

  it('counts for nothing elsewhere', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 1, mode: 'warn' });
    await untracked(request);
    expect(await guarded.books()).toEqual({ held: [], settled: [], uncertain: [] });
  });
});

it('what calls have cost before bounds those of which no limit is known', async () => {
  const scripted = guarded.start();
  const large = () => observe(async (_request: object) => answer(), { ...options, budget: {} });
  await large()({ model: MODEL, messages: [] });
  await guarded.tracker.setBudget('monthly', { limitUsd: 1, estimate: 'p99' });
  const { promise, resolve } = deferred<object>();
  const running = observe(async (_request: object) => promise, { ...options, budget: {} })({ messages: [] });
  expect(scripted.entries().held[0]).toBeGreaterThanOrEqual(1.5 * CALL_NANO);
  resolve(answer());
  await running;
});

it('after a restart, what calls have cost is read from the database', async () => {
  const database = `${guarded.folder()}/kagura.db`;
  const expensive = observe(
    async (_request: object) => ({ ...answer(), usage: { prompt_tokens: 10_000_000 } }),
    {
      ...options,
      budget: {},
    },
  );
  guarded.start('memory', { database });
  await expensive({ messages: [] });
  await guarded.observed.stop();
  guarded.start('memory', { database });
  await guarded.tracker.setBudget('monthly', { limitUsd: 1, estimate: 'p99' });
  await expect(expensive({ messages: [] })).rejects.toMatchObject({ requestedUsd: '2.25' });
});

describe("errors say nothing of a call's content", () => {
  const SECRET = 'a most secret prompt';
  const secret = { model: MODEL, messages: [{ role: 'user', content: SECRET }] };

  it.each([
    ['a limit', {}, BudgetExceededError],
    ['an unknown price', { model: 'my-own-model' }, UnpricedModelError],
  ])('%s', async (_name, more, type) => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0 });
    const call = observe(async (_request: object) => answer(), { name: 'ask', kind: 'model' });
    const error = await failureOf(() => call({ ...secret, ...more }));
    expect(error).toBeInstanceOf(type);
    const told = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error as object, name)));
    expect(told.join()).not.toContain(SECRET);
  });
});

/** The parts of Google's client by which its calls are made; its compiler may make plain functions of its methods. */
class GoogleModels {
  requests: object[] = [];

  generateContent(given: object) {
    return this.generateContentInternal(given);
  }

  generateContentInternal(given: object): Promise<object> {
    this.requests.push(given);
    return Promise.resolve({
      modelVersion: 'gemini-2.5-flash',
      usageMetadata: { promptTokenCount: 1_000, candidatesTokenCount: 100 },
    });
  }

  async generateContentStreamInternal(given: object): Promise<AsyncGenerator<object>> {
    this.requests.push(given);
    const chunk = { candidates: [{ content: { parts: [{ text: 'word '.repeat(40) }] } }] };
    return (async function* () {
      for (let index = 0; index < 1_000; index += 1) yield chunk;
    })();
  }
}

describe.each(['memory', 'asynchronous'] as const)("Google's client beside a ledger (%s)", (ledger) => {
  const start = () => {
    guarded.start(ledger);
    return observeClient({
      vertexai: false,
      apiClient: { getBaseUrl: () => 'https://generativelanguage.googleapis.com/' },
      models: new GoogleModels(),
    });
  };
  const given = { model: 'gemini-2.5-flash', contents: 'word '.repeat(1_000) };

  it('is guarded', async () => {
    const { models } = start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0.01 });
    await models.generateContent({ ...given, config: { maxOutputTokens: 100 } });
    expect(await guarded.tracker.getBudgets()).toMatchObject([{ spent: 0.00055, reserved: 0 }]);
    await guarded.tracker.setBudget('monthly', { limitUsd: 0 });
    await expect(models.generateContent(given)).rejects.toThrow(BudgetExceededError);
    expect(models.requests).toHaveLength(1);
  });

  it('has its limit of output lowered in its configuration', async () => {
    const { models } = start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0.004, onTight: 'clampMaxTokens' });
    await models.generateContent({ ...given, config: { maxOutputTokens: 50_000, topK: 4 } });
    expect(models.requests).toEqual([{ ...given, config: { maxOutputTokens: expect.any(Number), topK: 4 } }]);
    expect(models.requests).not.toMatchObject([{ config: { maxOutputTokens: 50_000 } }]);
  });

  it('has its stream cut', async () => {
    const { models } = start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0.01 });
    const stream = await models.generateContentStreamInternal(given);
    const read = async () => {
      for await (const _ of stream);
    };
    await expect(read()).rejects.toThrow(BudgetExceededError);
    await guarded.books();
    const [budget] = await guarded.tracker.getBudgets();
    expect(budget?.reserved).toBe(0);
    expect(budget?.spent).toBeLessThanOrEqual(0.01);
    expect(budget?.spent).toBeGreaterThan(0.008);
  });
});

describe('the guarantee of a budget', () => {
  const bounded = observe(async (_request: object) => answer(), { ...options, budget: {} });
  const guarantees = async () => (await guarded.tracker.getBudgets()).map(({ guarantee }) => guarantee);

  it('is hard as long as calls cannot cost more than is held for them', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    expect(await guarantees()).toEqual([null]);
    await bounded(request);
    expect(await guarantees()).toEqual(['hard']);
    await bounded({ ...request, max_tokens: undefined });
    await bounded(request);
    expect(await guarantees()).toEqual(['bounded']);
  });

  it('is bounded by what is charged without being asked', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    await observe(async () => answer(), 'agent')();
    expect(await guarantees()).toEqual(['bounded']);
  });
});
