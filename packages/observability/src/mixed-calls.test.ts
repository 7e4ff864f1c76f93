import fc from 'fast-check';
import { CostTracker, observe, recordUsage } from './index';
import {
  type Instrumented,
  langfuse,
  openInference,
  openLlmetry,
  openTelemetry,
} from './test/instrumentations';
import { startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

const INSTRUMENTATIONS: Readonly<Record<string, Instrumented>> = {
  langfuse,
  openInference,
  openLlmetry,
  openTelemetry,
};

type Answer = ReturnType<typeof chatCompletion>;

type Ask = () => Promise<Answer>;
type Wrap = (ask: Ask) => Promise<Answer>;
const MODEL = { name: 'ask', kind: 'model' } as const;

/** How an agent comes by the usage of its call, beside the span of an instrumentation. */
const WAYS = {
  'a model method': (wrap: Wrap, ask: Ask) => observe(() => wrap(ask), MODEL)(),
  'a model method inside': (wrap: Wrap, ask: Ask) => wrap(observe(ask, MODEL)),
  'an inner agent': (wrap: Wrap, ask: Ask) => observe(() => wrap(ask), 'inner')(),
  'recorded by hand': async (wrap: Wrap, ask: Ask) => recordUsage(await wrap(ask)),
  'the span alone': async (wrap: Wrap, ask: Ask) => void (await wrap(ask)),
} as const;

interface MixedCall {
  readonly instrumentation: string;
  readonly isTold: boolean;
  readonly way: keyof typeof WAYS;
}

const mixedCall: fc.Arbitrary<MixedCall> = fc.record({
  instrumentation: fc.constantFrom(...Object.keys(INSTRUMENTATIONS)),
  isTold: fc.boolean(),
  way: fc.constantFrom(...(Object.keys(WAYS) as (keyof typeof WAYS)[])),
});
const mixedCalls = fc.array(mixedCall, { minLength: 1, maxLength: 5 });

/** Makes all the calls in one agent; each answer has its own id, and used so many tokens. */
async function run(calls: readonly MixedCall[], atOnce: boolean, inputOf: (index: number) => number) {
  const make = async ({ instrumentation, isTold, way }: MixedCall, index: number): Promise<unknown> => {
    const answer = chatCompletion({ id: `id-${index}`, input: inputOf(index), output: 100 });
    const told = { id: answer.id, ...(isTold && { input: inputOf(index), output: 100 }) };
    const wrap = (ask: Ask) => (INSTRUMENTATIONS[instrumentation] as Instrumented)(told, ask);
    return WAYS[way](wrap, async () => answer);
  };
  const observed = startObserved();
  try {
    await observe(async () => {
      if (atOnce) await Promise.all(calls.map(make));
      else for (const [index, call] of calls.entries()) await make(call, index);
    }, 'agent')();
    return await new CostTracker().getCost();
  } finally {
    await observed.stop();
  }
}

it('calls of an agent that are told of in any mixture of ways are each counted, and once', async () => {
  await fc.assert(
    fc.asyncProperty(mixedCalls, fc.boolean(), async (calls, atOnce) => {
      const known = calls.map(({ isTold, way }) => isTold || way !== 'the span alone');
      const inputOf = (index: number): number => 1_000 + index;
      const cost = await run(calls, atOnce, inputOf);
      const { length: unpricedCalls } = known.filter((isKnown) => !isKnown);
      expect(cost).toMatchObject({ calls: calls.length, unpricedCalls });
      if (unpricedCalls === 0)
        expect(cost.inputTokens).toBe(calls.reduce((sum, _call, index) => sum + inputOf(index), 0));
    }),
    { numRuns: 60 },
  );
});

it('so are calls that all use the same tokens', async () => {
  await fc.assert(
    fc.asyncProperty(mixedCalls, fc.boolean(), async (calls, atOnce) => {
      expect(await run(calls, atOnce, () => 1_000)).toMatchObject({ calls: calls.length });
    }),
    { numRuns: 60 },
  );
});
