import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BudgetExceededError, MemoryLedger, resolveBudget } from '@kagura/core';
import { ledgerPathFor } from '@kagura/store';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { KaguraSpanProcessor, observe } from '../index';
import { langfuse, openInference, openLlmetry, openTelemetry } from '../test/instrumentations';
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
afterEach(async () => {
  jest.useRealTimers();
  await guarded.stop();
});

const options = { name: 'ask', kind: 'model', model: MODEL, budget: { estimate: 2 * CALL_USD } } as const;
const ask = observe(async (_request: object) => answer(), options);

const gauges = async () => ({
  limit: await metricValues(guarded, 'kagura.budget.limit.usd'),
  settled: await metricValues(guarded, 'kagura.budget.settled.usd'),
  reserved: await metricValues(guarded, 'kagura.budget.reserved.usd'),
  remaining: await metricValues(guarded, 'kagura.budget.remaining.usd'),
});

/** The next look at the ledger. */
const look = () => jest.advanceTimersByTimeAsync(2_000);

function useClock(time: string): { now: () => number } {
  jest.useFakeTimers({ now: new Date(time) });
  return { now: () => Date.now() };
}

describe('the gauges', () => {
  it('tell where a budget stands while a call runs, at its end, and not when it is gone', async () => {
    guarded.start();
    const limitUsd = 4 * CALL_USD;
    await guarded.tracker.setBudget('monthly', { limitUsd });
    const { promise, resolve } = deferred<object>();
    const running = observe(async (_request: object) => promise, options)(request);
    expect(await gauges()).toEqual({
      limit: { monthly: limitUsd },
      settled: { monthly: 0 },
      reserved: { monthly: 2 * CALL_USD },
      remaining: { monthly: 2 * CALL_USD },
    });
    resolve(answer());
    await running;
    expect(await gauges()).toEqual({
      limit: { monthly: limitUsd },
      settled: { monthly: CALL_USD },
      reserved: { monthly: 0 },
      remaining: { monthly: 3 * CALL_USD },
    });
    await guarded.tracker.removeBudget('monthly');
    expect(await gauges()).toEqual({ limit: {}, settled: {}, reserved: {}, remaining: {} });
  });

  it('begin again in a new period, without any call', async () => {
    guarded.start({ inner: new MemoryLedger(useClock('2026-11-30T23:59:00Z')) });
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    await ask(request);
    expect((await gauges()).settled).toEqual({ monthly: CALL_USD });
    jest.setSystemTime(new Date('2026-12-01T00:00:01Z'));
    await look();
    expect((await gauges()).settled).toEqual({ monthly: 0 });
  });

  it('stay those of the period when a call of the last one ends', async () => {
    guarded.start({ inner: new MemoryLedger(useClock('2026-11-30T23:59:00Z')) });
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    const { promise, resolve } = deferred<object>();
    const running = observe(async (_request: object) => promise, options)(request);
    jest.setSystemTime(new Date('2026-12-01T00:00:01Z'));
    await look();
    resolve(answer());
    await running;
    expect((await gauges()).settled).toEqual({ monthly: 0 });
  });
});

it('what is held for a call that takes long does not expire', async () => {
  const scripted = guarded.start({ inner: new MemoryLedger(useClock('2026-11-25T10:00:00Z')) });
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { promise, resolve } = deferred<object>();
  const running = observe(async (_request: object) => promise, options)(request);
  await jest.advanceTimersByTimeAsync(600_000);
  expect(scripted.entries()).toMatchObject({ held: [2 * CALL_NANO], uncertain: [] });
  resolve(answer());
  await running;
});

describe('budgets of others', () => {
  const budget = (limitUsd: number) => resolveBudget('monthly', { limitUsd }, { timeZone: 'UTC' }).budget;

  it('are noticed at the next look, and gone when they are removed', async () => {
    useClock('2026-11-25T10:00:00Z');
    const { inner } = guarded.start();
    await ask(request);
    await inner.putBudget(budget(0));
    await look();
    await expect(ask(request)).rejects.toThrow(BudgetExceededError);
    await inner.removeBudget('monthly');
    await ask(request);
  });

  it('are noticed at once where there is a budget already', async () => {
    const { inner } = guarded.start();
    await guarded.tracker.setBudget('daily', { limitUsd: 1 });
    await inner.putBudget(budget(0));
    await expect(ask(request)).rejects.toMatchObject({ budgetId: 'monthly' });
  });

  it('hold for the first call of a process, although its ledger answers later', async () => {
    const inner = new MemoryLedger();
    inner.putBudget(budget(0));
    guarded.start({ inner, isAsynchronous: true });
    await expect(ask(request)).rejects.toThrow(BudgetExceededError);
  });

  it('of the configuration hold for the first call, although the ledger does not have them yet', async () => {
    const folder = guarded.folder();
    writeFileSync(
      join(folder, 'kagura.config.json'),
      JSON.stringify({ budgets: [{ period: 'monthly', limitUsd: 0 }] }),
    );
    const inner = new MemoryLedger();
    inner.putBudget({ ...budget(1), id: 'other' });
    const database = join(folder, '.kagura', 'kagura.db');
    const scripted = guarded.start({ inner, isAsynchronous: true }, { database });
    scripted.pause('putBudget');
    const asked = failureOf(() => ask(request));
    await new Promise(setImmediate);
    scripted.resume();
    expect(await asked).toMatchObject({ budgetId: 'monthly' });
  });

  it('hold for a call that follows one that sets them unawaited, although their ledger answers later', async () => {
    guarded.start('asynchronous');
    const set = guarded.tracker.setBudget('monthly', { limitUsd: 0 });
    await expect(ask(request)).rejects.toThrow(BudgetExceededError);
    await set;
  });
});

it('without a budget no call asks the ledger, and no file is made', async () => {
  const scripted = guarded.start();
  const asked = scripted.asked.length;
  await ask(request);
  await observe(async () => answer(), 'agent')();
  expect(scripted.asked).toHaveLength(asked);
  await guarded.observed.stop();

  const database = join(guarded.folder(), 'kagura.db');
  guarded.start('memory', { database, ledger: undefined });
  await ask(request);
  expect(await guarded.tracker.getBudgets()).toEqual([]);
  await guarded.books();
  expect(existsSync(ledgerPathFor(database))).toBe(false);
});

describe.each(Object.entries({ openTelemetry, openLlmetry, openInference, langfuse }))(
  'a call that only %s tells of',
  (_name, instrumented) => {
    const told = { id: 'one', input: 1_000, output: 100 };
    const call = () => instrumented(told, async () => answer());

    it('is in the books, on its span and in its threshold before it is exported; the next guarded call is stopped', async () => {
      guarded.start();
      await guarded.tracker.setBudget('monthly', { limitUsd: CALL_USD, model: MODEL });
      await call();
      expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
      const [span] = guarded.observed.spans();
      expect(span?.attributes).toMatchObject({
        'kagura.cost.usd': CALL_USD,
        'kagura.budget.id': `monthly:model=${MODEL}`,
        'kagura.budget.remaining_usd': 0,
        'kagura.budget.guarantee': 'bounded',
      });
      const events = span?.events.filter(({ name }) => name === 'kagura.budget.threshold');
      expect(events?.map(({ attributes }) => attributes?.['kagura.budget.threshold'])).toEqual([50, 80, 100]);
      await expect(ask(request)).rejects.toThrow(BudgetExceededError);
    });

    it('inside a model method is one call in the books', async () => {
      const scripted = guarded.start();
      await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
      let heldAfter: number | undefined;
      const outer = observe(async (_request: object) => {
        const response = await call();
        heldAfter = scripted.entries().held.length;
        return response;
      }, options);
      await outer(request);
      expect(await guarded.books()).toEqual({ held: [], settled: [CALL_NANO], uncertain: [] });
      expect(heldAfter).toBe(0);
    });
  },
);

it('a span reaches the exporter of an older SDK, which does not announce its end, with its budget', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: CALL_USD });
  const exporter = new InMemorySpanExporter();
  const ours = new KaguraSpanProcessor();
  const provider = new TracerProvider({
    spanProcessors: [
      {
        onStart: (span, parent) => ours.onStart(span, parent),
        onEnd: (span) => ours.onEnd(span),
        forceFlush: () => ours.forceFlush(),
        shutdown: () => ours.shutdown(),
      },
      new SimpleSpanProcessor({ exporter }),
    ],
  });
  const span = provider.getTracer('other').startSpan(`chat ${MODEL}`, {
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': MODEL },
  });
  span.setAttributes({ 'gen_ai.usage.input_tokens': 1_000, 'gen_ai.usage.output_tokens': 100 });
  span.end();
  const [exported] = exporter.getFinishedSpans();
  expect(exported?.attributes).toMatchObject({
    'kagura.budget.id': 'monthly',
    'kagura.budget.used_ratio': 1,
  });
  expect(exported?.events.map(({ name }) => name)).toContain('kagura.budget.threshold');
});

it('a call without a hold is charged to the period in which it began', async () => {
  const clock = useClock('2026-11-30T23:59:59Z');
  guarded.start({ inner: new MemoryLedger(clock) });
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { promise, resolve } = deferred<object>();
  const agent = observe(async () => promise, 'agent')();
  await look();
  resolve(answer());
  await agent;
  expect(await guarded.tracker.getBudgets()).toMatchObject([{ spent: 0 }]);
});

it('with many budgets a look asks for some, and in the end for all', async () => {
  const asked: number[] = [];
  const inner = new MemoryLedger(useClock('2026-11-25T10:00:00Z'));
  const { balances } = inner;
  inner.balances = (charges) => {
    asked.push(charges.length);
    return Reflect.apply(balances, inner, [charges]);
  };
  for (let tenant = 0; tenant < 500; tenant += 1)
    inner.putBudget(
      resolveBudget('daily', { limitUsd: 1, tenant: `t${tenant}` }, { timeZone: 'UTC' }).budget,
    );
  guarded.start({ inner });
  await look();
  await look();
  expect(Math.max(...asked)).toBeLessThanOrEqual(200);
  expect(Object.keys((await gauges()).limit)).toHaveLength(500);
});
