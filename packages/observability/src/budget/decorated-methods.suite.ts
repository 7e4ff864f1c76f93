import { BudgetExceededError } from '@kagura/core';
import { Observe } from '../index';
import { chatChunks } from '../test/responses';
import {
  answer,
  CALL_NANO,
  failureOf,
  GuardedProcess,
  MODEL,
  readAll,
  request,
} from './test/guarded-process';

const options = { name: 'ask', kind: 'model', model: MODEL } as const;

class Models {
  runs = 0;

  @Observe(options)
  ask(_request: object) {
    this.runs += 1;
    return answer();
  }

  @Observe(options)
  async askLater(_request: object) {
    this.runs += 1;
    return answer();
  }

  @Observe(options)
  *read(_request: object) {
    this.runs += 1;
    yield* chatChunks();
  }

  @Observe(options)
  async *readLater(_request: object) {
    this.runs += 1;
    yield* chatChunks();
  }

  static runs = 0;

  @Observe(options)
  static async askClass(_request: object) {
    Models.runs += 1;
    return answer();
  }
}

const calls: Readonly<Record<string, (models: Models) => unknown>> = {
  'a method': (models) => models.ask(request),
  'an asynchronous method': (models) => models.askLater(request),
  'a generator': (models) => readAll(models.read(request)),
  'an asynchronous generator': (models) => readAll(models.readLater(request)),
  'a static method': () => Models.askClass(request),
};

/** Budgets and decorated methods, which must work under both standards of decorators. */
export function decoratedMethods(): void {
  const guarded = new GuardedProcess();
  beforeEach(() => {
    Models.runs = 0;
    guarded.start();
  });
  afterEach(() => guarded.stop());

  it.each(Object.entries(calls))('%s is held for and settled', async (_name, call) => {
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    await call(new Models());
    expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
  });

  it.each(Object.entries(calls))('%s does not run where it does not fit', async (_name, call) => {
    await guarded.tracker.setBudget('monthly', { limitUsd: 0 });
    const models = new Models();
    expect(await failureOf(() => call(models))).toBeInstanceOf(BudgetExceededError);
    expect(models.runs + Models.runs).toBe(0);
  });
}
