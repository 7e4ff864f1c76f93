import { CostTracker, observe, recordUsage, trace } from './index';
import {
  type Instrumented,
  langfuse,
  openInference,
  openLlmetry,
  openTelemetry,
  type Told,
} from './test/instrumentations';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatChunks, chatCompletion } from './test/responses';

const tracker = new CostTracker();
let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

/** 1,000 input and 100 output tokens of gpt-4o-mini cost $0.00021 at list price. */
const MINI_NANO = 210_000;
const COUNTS = { input: 1_000, output: 100 };
const MODEL = { name: 'ask', kind: 'model' } as const;
const answer = (id = 'chatcmpl-1') => chatCompletion({ id, ...COUNTS });

async function* stream() {
  yield* chatChunks();
}

/** Calls, those that nobody knows the price of, and what the others cost. */
async function expectCalls(calls: number, unpricedCalls = 0): Promise<void> {
  expect(await tracker.getCost()).toMatchObject({
    calls,
    unpricedCalls,
    nanoUsd: calls === unpricedCalls ? null : (calls - unpricedCalls) * MINI_NANO,
  });
}

/** A span and an observed function around a call that tell of it, each in its way. */
type Stacking = (instrumented: Instrumented, told: Told) => unknown;

const STACKINGS: Readonly<Record<string, Stacking>> = {
  'an agent that returns the answer': (instrumented, told) =>
    observe(() => instrumented(told, async () => answer()), 'agent')(),
  'a model method': (instrumented, told) => observe(() => instrumented(told, async () => answer()), MODEL)(),
  'a model method, two agents and a step': (instrumented, told) => {
    const ask = observe(() => instrumented(told, async () => answer()), MODEL);
    return observe(() => observe(() => trace(() => ask(), 'step')(), 'inner')(), 'outer')();
  },
  'an agent that records it by hand': (instrumented, told) =>
    observe(async () => {
      recordUsage(await instrumented(told, async () => answer()));
    }, 'agent')(),
  'an agent whose inner agent keeps the answer from it, and gets it elsewhere': (instrumented, told) =>
    observe(async () => {
      await observe(async () => {
        await instrumented(told, async () => undefined);
      }, 'inner')();
      return answer();
    }, 'outer')(),
  'an agent that ends before the span': async (instrumented, told) => {
    let end: () => void = () => undefined;
    let spanEnd: Promise<unknown> | undefined;
    const late = new Promise<void>((resolve) => {
      end = resolve;
    });
    observe(() => {
      spanEnd = instrumented(told, () => late);
      return answer();
    }, 'agent')();
    end();
    await spanEnd;
  },
  'a model method that returns the stream': async (instrumented, told) => {
    const ask = observe(() => instrumented(told, async () => stream()), MODEL);
    for await (const _ of await observe(() => ask(), 'agent')());
  },
};

describe.each<[string, Instrumented, Told]>([
  ['OpenInference', openInference, COUNTS],
  ['OpenInference, which does not know the usage', openInference, {}],
  ['Langfuse', langfuse, COUNTS],
  ['Langfuse, which does not know the usage', langfuse, {}],
  ['OpenLLMetry', openLlmetry, COUNTS],
  ['OpenLLMetry, which does not know the usage', openLlmetry, {}],
  ['the conventions', openTelemetry, { id: 'chatcmpl-1', ...COUNTS }],
  ['the conventions, without usage', openTelemetry, { id: 'chatcmpl-1' }],
])('a call that a span tells of as %s does', (_name, instrumented, told) => {
  it.each(Object.entries(STACKINGS))('is one call beside %s', async (_stacking, stack) => {
    await stack(instrumented, told);
    await expectCalls(1);
  });

  it('is recorded also where nobody else tells of it', async () => {
    await observe(async () => void (await instrumented(told, async () => answer())), 'agent')();
    await expectCalls(1, told.input === undefined ? 1 : 0);
  });

  it.each([
    [
      'one after the other',
      async (ask: (id: string) => Promise<unknown>) => [await ask('a'), await ask('b')],
    ],
    ['at once', (ask: (id: string) => Promise<unknown>) => Promise.all([ask('a'), ask('b')])],
  ])('is two calls where an agent makes it twice, %s', async (_order, twice) => {
    const call = (id: string) => instrumented({ ...told, ...(told.id && { id }) }, async () => answer(id));
    await observe(async () => void (await twice(observe(call, MODEL))), 'by a method')();
    await expectCalls(2);
    await observe(async () => void (await twice(async (id) => recordUsage(await call(id)))), 'by hand')();
    await expectCalls(4);
  });

  it('is another call than one of the same agent with another answer', async () => {
    await observe(async () => {
      await instrumented({ ...told, ...(told.id && { id: 'other' }) }, async () => undefined);
      return chatCompletion({ id: 'own', model: 'gpt-4o', ...COUNTS });
    }, 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 2 });
  });
});

// docs/other-instrumentations.md names these.
describe('what cannot be told apart', () => {
  it('is a returned answer of another call, of the same model and with the same tokens as a call without an id', async () => {
    await observe(async () => {
      await openInference(COUNTS, async () => answer('a'));
      return answer('b');
    }, 'agent')();
    await expectCalls(1);
  });

  it('is an answer that names another model than a span without id and usage: they are two calls, one unpriced', async () => {
    const deployed = () => ({ ...answer(), model: 'gpt-4o' });
    await observe(() => openInference({}, async () => deployed()), 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 2, unpricedCalls: 1 });
  });

  it('is an answer that is told by an id and estimated tokens: the span is believed', async () => {
    const estimated = { id: 'chatcmpl-1', input: 2_000, output: 100 };
    await observe(() => openTelemetry(estimated, async () => answer()), 'agent')();
    expect(await tracker.getCost()).toMatchObject({ calls: 1, inputTokens: 2_000 });
  });
});
