import { BudgetExceededError, ConfigurationError } from '@kagura/core';
import { Observe, observe, recordUsage, trace } from '../index';
import { chatChunks } from '../test/responses';
import {
  answer,
  CALL_NANO,
  CALL_USD,
  deferred,
  failureOf,
  GuardedProcess,
  MODEL,
  readAll,
  request,
} from './test/guarded-process';

const guarded = new GuardedProcess();
afterEach(() => guarded.stop());

const options = { name: 'ask', kind: 'model', model: MODEL } as const;

class Team {
  @Observe(options)
  ask(_request: object) {
    return answer();
  }
}

/** Ways to write a model method; each is called once and read to its end. */
const methods = {
  sync: () => observe((_request: object) => answer(), options)(request),
  async: () => observe(async (_request: object) => answer(), options)(request),
  'of a class': () => new Team().ask(request),
  generator: () =>
    readAll(
      observe(function* (_request: object) {
        yield* chatChunks();
      }, options)(request),
    ),
  'async generator': () =>
    readAll(
      observe(async function* (_request: object) {
        yield* chatChunks();
      }, options)(request),
    ),
  'that records its usage': () =>
    observe(async (_request: object) => {
      recordUsage(answer());
    }, options)(request),
};

const atOnce = (['memory', 'sqlite'] as const).flatMap((ledger) =>
  Object.entries(methods).map(([name, call]) => [name, ledger, call] as const),
);

const later = (['async', 'async generator'] as const).map(
  (name) => [name, 'asynchronous', methods[name]] as const,
);

describe.each([...atOnce, ...later])('a model method (%s) beside a ledger (%s)', (_name, ledger, call) => {
  it('is one call in the books', async () => {
    guarded.start(ledger);
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    await call();
    expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
  });

  it('does not run where it does not fit, and leaves nothing in the books', async () => {
    guarded.start(ledger);
    await guarded.tracker.setBudget('monthly', { limitUsd: CALL_USD / 10 });
    expect(await failureOf(call)).toBeInstanceOf(BudgetExceededError);
    expect(await guarded.books()).toEqual({ held: [], settled: [], uncertain: [] });
  });
});

it('a refused call fails as its function does', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 0 });
  expect(() => observe(() => answer(), options)()).toThrow(BudgetExceededError);
  await expect(observe(async () => answer(), options)()).rejects.toThrow(BudgetExceededError);
  const generator = observe(function* () {
    yield 1;
  }, options)();
  expect(() => generator.next()).toThrow(BudgetExceededError);
  const later = observe(async function* () {
    yield 1;
  }, options)();
  await expect(later.next()).rejects.toThrow(BudgetExceededError);
});

it('a generator that waits for its ledger is one of its function', async () => {
  guarded.start('asynchronous');
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  async function* ask(_request: object) {
    const told: string = yield 'first';
    return told;
  }
  const generator = observe(ask, options)(request);
  expect(Object.getPrototypeOf(generator) === ask.prototype).toBe(true);
  expect(await generator.next()).toEqual({ value: 'first', done: false });
  expect(await generator.next('second')).toEqual({ value: 'second', done: true });
});

it.each([
  ['a function', () => observe((_request: object) => answer(), options)(request)],
  [
    'a generator',
    () =>
      readAll(
        observe(function* (_request: object) {
          yield 1;
        }, options)(request),
      ),
  ],
])('%s that is not asynchronous cannot be guarded by a ledger that answers later', async (_name, call) => {
  guarded.start('asynchronous');
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  expect(await failureOf(call)).toBeInstanceOf(ConfigurationError);
  expect(await guarded.books()).toEqual({ held: [], settled: [], uncertain: [] });
});

it.each([1, 2, 5])('%i model methods around one call are one call in the books', async (depth) => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  let call = async (_request: object): Promise<unknown> => answer();
  for (let level = 0; level < depth; level += 1) call = observe(call, { ...options, name: `level-${level}` });
  await call(request);
  expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
});

it('holds nothing for a model method while the one inside runs', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { promise, resolve } = deferred<object>();
  const inner = observe(async (_request: object) => promise, options);
  const outer = observe(async (given: object) => inner(given), { ...options, name: 'outer' })(request);
  expect(scripted.entries().held).toHaveLength(1);
  resolve(answer());
  await outer;
});

it('a function that throws at once has sent nothing', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const broken = observe((_request: object) => {
    throw new Error('no key');
  }, options);
  expect(() => broken(request)).toThrow('no key');
  expect(await guarded.books()).toEqual({ held: [], settled: [], uncertain: [] });
});

it('what fails in a model method because a budget has refused the call inside is not charged', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 0.000_3, agent: 'inner' });
  await guarded.tracker.setBudget('daily', { limitUsd: 1 });
  const inner = observe(async (_request: object) => answer(), { ...options, agent: 'inner' });
  const outer = observe(async (given: object) => inner(given), { ...options, name: 'outer' });
  await expect(outer(request)).rejects.toThrow(BudgetExceededError);
  expect(await guarded.books()).toEqual({ held: [], settled: [], uncertain: [] });
});

describe('a model method that does not say which model it calls', () => {
  const ask = observe(async (_question: string) => answer('gpt-4o-mini-2024-07-18'), {
    name: 'ask',
    kind: 'model',
  });

  it('is let through as long as something is left, and is charged', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: CALL_USD });
    await ask('What is AI?');
    expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
    await expect(ask('What is AI?')).rejects.toThrow(BudgetExceededError);
  });

  it('counts for the budget of its model', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 1, model: MODEL });
    await guarded.tracker.setBudget('daily', { limitUsd: 1 });
    await ask('What is AI?');
    const budgets = await guarded.tracker.getBudgets();
    expect(budgets.map(({ spent }) => spent)).toEqual([CALL_USD, CALL_USD]);
  });

  it('and calls another model method leaves guarding to that', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    const inner = observe(async (_request: object) => answer(), options);
    await observe(async () => inner(request), { name: 'outer', kind: 'model' })();
    expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
  });
});

it('an agent that answers without a model call is charged without a hold', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  await observe(async () => answer(), 'agent')();
  expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
  expect(guarded.observed.span(`chat ${MODEL}`).attributes).toMatchObject({
    'kagura.budget.guarantee': 'bounded',
    'kagura.budget.settled_usd': CALL_USD,
  });
});

it('an agent is refused as soon as nothing is left, a step is not', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 0 });
  await expect(observe(async () => 1, 'agent')()).rejects.toThrow(BudgetExceededError);
  expect(() => observe(() => 1, 'agent')()).toThrow(BudgetExceededError);
  expect(trace(() => 1, 'step')()).toBe(1);
});
