import { observe } from '../index';
import { answer, failureOf, GuardedProcess, MODEL, readAll, request } from './test/guarded-process';

const guarded = new GuardedProcess();
afterEach(() => guarded.stop());

const options = { name: 'ask', kind: 'model', model: MODEL, budget: { estimate: 0.000_06 } } as const;
const word = { choices: [{ index: 0, delta: { content: 'word' } }] };

const stream = () =>
  observe(async function* (_request: object) {
    for (let index = 0; index < 300; index += 1) yield word;
  }, options)(request);

it.each([
  ['a ledger that is away', new Error('away')],
  ['one that tells so', undefined],
])('no failure of %s goes unhandled', async (_what, failure) => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    const scripted = guarded.start('asynchronous');
    await guarded.tracker.setBudget('monthly', { limitUsd: 1 });
    const reading = stream();
    await reading.next();
    if (failure) scripted.failure = failure;
    else scripted.breakDown();
    await readAll(reading);
    await failureOf(() => observe(async (_request: object) => answer(), options)(request));
    // Refused, and never read.
    stream();
    await guarded.books();
    await guarded.stop();
    await new Promise(setImmediate);
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
