import { join } from 'node:path';
import { ledgerPathFor, openLedger } from '@kagura/store';
import { CostTracker, observe, startObservability } from '../index';
import { forgetRuntime } from '../test/observed-process';
import { chatChunks } from '../test/responses';
import {
  answer,
  CALL_NANO,
  CALL_USD,
  deferred,
  GuardedProcess,
  MODEL,
  readAll,
  request,
} from './test/guarded-process';

const guarded = new GuardedProcess();
afterEach(() => guarded.stop());

const options = { name: 'ask', kind: 'model', model: MODEL } as const;

/** A call that runs until its answer is given. */
function running() {
  const { promise, resolve } = deferred<unknown>();
  const call = observe(async (_request: object) => promise, options)(request);
  return { call, resolve };
}

const settledOnce = { held: [], settled: [CALL_NANO], uncertain: [] };

it('a call is settled although its budget was removed meanwhile', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { call, resolve } = running();
  await guarded.tracker.removeBudget('monthly');
  resolve(answer());
  await call;
  expect(scripted.entries()).toEqual(settledOnce);
});

it('a limit that is lowered meanwhile leaves the call alone, and stops the next', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { call, resolve } = running();
  await guarded.tracker.setBudget('monthly', { limitUsd: 0 });
  resolve(answer());
  await call;
  expect(await guarded.books()).toEqual(settledOnce);
  await expect(running().call).rejects.toMatchObject({ settledUsd: String(CALL_USD) });
});

it('a call is settled although another start takes over meanwhile', async () => {
  const folder = guarded.folder();
  const database = join(folder, 'kagura.db');
  process.env.KAGURA_DB = database;
  forgetRuntime();
  await new CostTracker().setBudget('monthly', { limitUsd: 1 });
  const { call, resolve } = running();
  const kagura = startObservability({ database, timeZone: 'UTC' });
  const agent = observe(async () => call.then(() => answer()), 'agent');
  resolve(answer());
  await call;
  await agent();
  await kagura.shutdown();
  forgetRuntime();
  delete process.env.KAGURA_DB;
  const ledger = openLedger({ path: ledgerPathFor(database) });
  expect(ledger.entries({ state: 'held', limit: 9 })).toEqual([]);
  expect(ledger.entries({ state: 'settled', limit: 9 })).toMatchObject([
    { countedNanoUsd: CALL_NANO },
    { countedNanoUsd: CALL_NANO },
  ]);
  ledger.close();
});

it('a call that nobody waits for to the end is charged with what was held', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  void running();
  const { held } = scripted.entries();
  await guarded.stop();
  expect(scripted.entries()).toEqual({ held: [], settled: held, uncertain: [] });
});

it('a stream that its reader leaves is charged for its input and what has come', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const ask = observe(async function* (_request: object) {
    yield* chatChunks();
  }, options);
  const large = { ...request, max_tokens: 16_000 };
  for await (const _ of ask(large)) break;
  const books = await guarded.books();
  expect(books?.settled[0]).toBeGreaterThan(0);
  expect(books?.settled[0]).toBeLessThan(2 * CALL_NANO);
  expect(books).toMatchObject({ held: [], uncertain: [] });
});

it('a stream that its reader leaves before it begins is charged for its input', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const ask = observe(async function* (_request: object) {
    yield* chatChunks();
  }, options);
  await ask({ ...request, max_tokens: 16_000 }).return(undefined);
  const books = await guarded.books();
  expect(books?.settled[0]).toBeGreaterThan(0);
  expect(books?.settled[0]).toBeLessThan(2 * CALL_NANO);
});

it('an answer without usage is charged with what was held', async () => {
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { call, resolve } = running();
  const { held } = scripted.entries();
  const { usage: _, ...withoutUsage } = answer();
  resolve(withoutUsage);
  await call;
  expect(scripted.entries()).toEqual({ held: [], settled: held, uncertain: [] });
});

it('an answer of a model without a price is charged by the price of the one that was asked for', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { call, resolve } = running();
  resolve(answer('a-model-of-tomorrow'));
  await call;
  expect(await guarded.books()).toEqual(settledOnce);
});

describe('a stream that outgrows what is held for it', () => {
  const word = { choices: [{ index: 0, delta: { content: 'word' } }] };
  const ask = (chunks: number, more = {}) =>
    observe(
      async function* (_request: object) {
        for (let index = 0; index < chunks; index += 1) yield word;
      },
      { ...options, budget: { estimate: 0.000_06 }, ...more },
    )(request);

  it('ends before the ledger has answered, and nothing stays held', async () => {
    const scripted = guarded.start('asynchronous');
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    for await (const _ of ask(200)) scripted.pause('reserve');
    scripted.resume();
    await new Promise(setImmediate);
    expect(scripted.count('release')).toBe(scripted.count('reserve') - 1);
    expect(await guarded.books()).toMatchObject({ held: [], uncertain: [] });
  });

  it('has more held while it runs, and all of it back at its end', async () => {
    const scripted = guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    let most = 0;
    for await (const _ of ask(500)) most = Math.max(most, scripted.entries().held.length);
    expect(most).toBeGreaterThan(1);
    const { held, settled } = scripted.entries();
    expect(held).toEqual([]);
    expect(settled).toHaveLength(1);
    const [budget] = await guarded.tracker.getBudgets();
    expect(budget).toMatchObject({ reserved: 0, nanoUsd: { spent: settled[0] } });
  });

  it('goes on when its budget is removed', async () => {
    guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0.000_1 });
    await guarded.tracker.setBudget('daily', { limitUsd: 1 });
    let chunks = 0;
    for await (const _ of ask(500)) {
      if (chunks === 0) await guarded.tracker.removeBudget('monthly');
      chunks += 1;
    }
    expect(chunks).toBe(500);
  });

  it('goes on when the ledger cannot be asked, which is counted', async () => {
    const scripted = guarded.start();
    await guarded.tracker.setBudget('monthly', { limitUsd: 0.000_1 });
    let chunks = 0;
    for await (const _ of ask(500)) {
      if (chunks === 0) scripted.breakDown();
      chunks += 1;
    }
    expect(chunks).toBe(500);
  });

  it.each([1, 2, 3, 5, 8])(
    'never spends more than the limit, whatever is left of it (%i ten-thousandths)',
    async (tenths) => {
      const limitUsd = tenths / 10_000;
      guarded.start();
      await guarded.tracker.setBudget('monthly', { limitUsd });
      await expect(readAll(ask(5_000))).rejects.toThrow(/Budget "monthly"/);
      const [budget] = await guarded.tracker.getBudgets();
      expect(budget?.reserved).toBe(0);
      expect(budget?.spent).toBeLessThanOrEqual(limitUsd);
      expect(budget?.spent).toBeGreaterThan(limitUsd * 0.95);
    },
  );
});
