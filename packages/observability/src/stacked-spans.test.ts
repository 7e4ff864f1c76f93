import { CostTracker, KaguraSpanProcessor, observe } from './index';
import {
  anthropicHelper,
  type Instrumented,
  langfuse,
  openInference,
  openInferenceSpan,
  openLlmetry,
  openTelemetry,
} from './test/instrumentations';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

const tracker = new CostTracker();
let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

/** 1,000 input and 100 output tokens of gpt-4o-mini cost $0.00021 at list price. */
const MINI_NANO = 210_000;
const COUNTS = { input: 1_000, output: 100 };
const TOLD = { id: 'chatcmpl-1', ...COUNTS };
const MODEL = { name: 'ask', kind: 'model' } as const;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const ask = observe(async (id: string = TOLD.id, input = COUNTS.input) => {
  await turn();
  return chatCompletion({ id, input, output: COUNTS.output });
}, MODEL);

async function expectCalls(calls: number, nanoUsd = calls * MINI_NANO): Promise<void> {
  expect(await tracker.getCost()).toMatchObject({ calls, unpricedCalls: 0, nanoUsd });
}

/** A promise, and what fulfils it. */
function gate(): { readonly passed: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

describe('two spans around one call', () => {
  const stacks: readonly [string, Instrumented, Instrumented][] = [
    ['OpenTelemetry around OpenInference', openTelemetry, openInference],
    ['OpenInference around OpenTelemetry', openInference, openTelemetry],
    ['Langfuse around OpenTelemetry', langfuse, openTelemetry],
    ['Langfuse around OpenInference', langfuse, openInference],
    ['OpenTelemetry around OpenLLMetry', openTelemetry, openLlmetry],
  ];

  describe.each(stacks)('%s', (_name, outer, inner) => {
    it.each([
      ['both', TOLD, TOLD],
      ['the outer one', TOLD, {}],
      ['the inner one', {}, TOLD],
    ])('count once where %s knows the usage', async (_knows, outerTold, innerTold) => {
      await outer(outerTold, () => inner(innerTold, turn));
      await expectCalls(1);
      await observe(async () => void (await outer(outerTold, () => inner(innerTold, turn))), 'agent')();
      await expectCalls(2);
    });

    it('count once, as a call of unknown price, where neither knows the usage', async () => {
      await observe(async () => void (await outer({}, () => inner({}, turn))), 'agent')();
      expect(await tracker.getCost()).toMatchObject({ calls: 1, unpricedCalls: 1 });
    });

    it('count once where the call fails', async () => {
      const failing = () => outer({}, () => inner({}, () => Promise.reject(new Error('429'))));
      await expect(observe(failing, 'agent')()).rejects.toThrow('429');
      expect(await tracker.getCost()).toMatchObject({ calls: 1, failedCalls: 1, unpricedCalls: 0 });
    });
  });

  it.each([
    ['without knowing the usage', {}],
    ['and the inner one knows the same', COUNTS],
  ])('count once where the outer one ends first %s', async (_knows, outerTold) => {
    const { passed, open } = gate();
    let inner: Promise<unknown> | undefined;
    await observe(async () => {
      await openTelemetry(outerTold, async () => {
        inner = openInference(COUNTS, () => passed);
      });
    }, 'agent')();
    open();
    await inner;
    await expectCalls(1);
  });

  it('count twice where the outer one ends first, and the inner one tells of another call', async () => {
    const { passed, open } = gate();
    let inner: Promise<unknown> | undefined;
    await openTelemetry(TOLD, async () => {
      inner = openTelemetry({ id: 'other', input: 2_000, output: 100 }, () => passed);
    });
    open();
    await inner;
    await expectCalls(2, MINI_NANO + 360_000);
  });

  it('leave the usage to the outer one where the inner one turns out to be no model call', async () => {
    await openTelemetry(TOLD, async () => {
      openInferenceSpan().setAttribute('openinference.span.kind', 'TOOL').end();
    });
    await openTelemetry({}, async () => {
      openInferenceSpan().setAttribute('openinference.span.kind', 'TOOL').end();
    });
    expect(await tracker.getCost()).toMatchObject({ calls: 2, unpricedCalls: 1, nanoUsd: MINI_NANO });
  });

  it('count once also where an observed step stands between', async () => {
    const step = observe(() => openTelemetry(TOLD, turn), { name: 'step', kind: 'tool' });
    await openLlmetry(COUNTS, () => step());
    await expectCalls(1);
  });
});

describe('a span of Langfuse, beside which its call is made', () => {
  it.each([
    ['knows the usage', COUNTS],
    ['does not know it', {}],
  ])('counts once with an observed call, where it %s', async (_knows, told) => {
    await langfuse(told, () => ask());
    await expectCalls(1);
    await observe(() => langfuse(told, () => ask('second')), 'agent')();
    await expectCalls(2);
  });

  it('counts once for each of two calls at once', async () => {
    const both = () => Promise.all([langfuse(COUNTS, () => ask('a')), langfuse(COUNTS, () => ask('b'))]);
    await observe(async () => void (await both()), 'agent')();
    await expectCalls(2);
  });

  it('counts once where both fail, and as failed where it is alone', async () => {
    const failing = observe(() => Promise.reject(new Error('429')), MODEL);
    await expect(langfuse({}, () => failing())).rejects.toThrow('429');
    expect(await tracker.getCost()).toMatchObject({ calls: 1, failedCalls: 1, unpricedCalls: 0 });
    await expect(langfuse({}, () => Promise.reject(new Error('429')))).rejects.toThrow('429');
    expect(await tracker.getCost()).toMatchObject({ calls: 2, failedCalls: 2, unpricedCalls: 0 });
  });

  it('is another call than an observed one that uses other tokens', async () => {
    await langfuse(COUNTS, () => ask('other', 2_000));
    await expectCalls(2, MINI_NANO + 360_000);
  });

  it('is another call than an equal one that starts later', async () => {
    const later = () => turn().then(() => ask('other'));
    await langfuse(COUNTS, later);
    await expectCalls(2);
  });

  it('is another call than an equal one that ends later', async () => {
    const { passed, open } = gate();
    const asking = observe(() => passed.then(() => chatCompletion(TOLD)), MODEL);
    let other: Promise<unknown> | undefined;
    await langfuse(COUNTS, async () => {
      other = asking();
    });
    open();
    await other;
    await expectCalls(2);
  });

  it('is another call than one that fails at the same time, of another model', async () => {
    const failing = observe(() => Promise.reject(new Error('429')), { ...MODEL, model: 'gpt-4o' });
    const refused = langfuse({}, () =>
      failing()
        .catch(turn)
        .then(() => Promise.reject(new Error('500'))),
    );
    await expect(refused).rejects.toThrow('500');
    expect(await tracker.getCost()).toMatchObject({ calls: 2, failedCalls: 2 });
  });

  // The one thing that cannot be told apart: nothing but its tokens says which call such a span is about.
  it('is taken for an observed call that is started at once after it, ends before it and is equal to it', async () => {
    const { passed, open } = gate();
    const other = langfuse(COUNTS, () => passed);
    await ask();
    open();
    await other;
    await expectCalls(1);
  });
});

it.each([
  ['is answered', () => ask(), 0],
  ['fails', observe(() => Promise.reject(new Error('429')), MODEL), 1],
])(
  "the span of Anthropic's stream helper and the request that %s count once",
  async (_end, request, failedCalls) => {
    await anthropicHelper(TOLD, request as () => Promise<unknown>).catch(() => undefined);
    expect(await tracker.getCost()).toMatchObject({ calls: 1, failedCalls, unpricedCalls: 0 });
  },
);

it('two processors on one provider open and close a span once', async () => {
  await observed.stop();
  observed = startObserved({ spanProcessors: [new KaguraSpanProcessor()] });
  await observe(() => openLlmetry({}, async () => chatCompletion(TOLD)), 'agent')();
  await expectCalls(1);
});

describe('a failed call of a model method', () => {
  const failing = (body: () => void) =>
    observe(async () => {
      body();
      throw new Error('429');
    }, MODEL);

  it('is one failed call where the span below it is never ended', async () => {
    await expect(failing(() => void openInferenceSpan())()).rejects.toThrow('429');
    expect(await tracker.getCost()).toMatchObject({ calls: 1, failedCalls: 1, unpricedCalls: 0 });
  });

  it('is one failed call where the span below it ends after it', async () => {
    const { passed, open } = gate();
    let span: Promise<unknown> | undefined;
    const call = failing(() => {
      span = openTelemetry({}, () => passed.then(() => Promise.reject(new Error('429'))));
    });
    await expect(call()).rejects.toThrow('429');
    open();
    await expect(span).rejects.toThrow('429');
    expect(await tracker.getCost()).toMatchObject({ calls: 1, failedCalls: 1, unpricedCalls: 0 });
  });
});
