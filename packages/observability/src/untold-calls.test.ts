import type { UsageReading } from '@kagura/core';
import { IncompleteCalls } from './incomplete-calls';
import { UntoldCalls } from './untold-calls';

const reading = (told: Partial<UsageReading> = {}): UsageReading => ({ usage: {}, shape: 'test', ...told });
const usage = { inputTokens: 10, outputTokens: 5 };

/** Untold calls of these models, and what became of each. */
function waiting(...models: string[]) {
  const untold = new UntoldCalls();
  const settled: [string, boolean][] = [];
  for (const model of models)
    untold.add({ reading: reading({ model }), settle: (isTold) => settled.push([model, isTold]) });
  return { untold, settled };
}

it('lets a reading stand for the oldest call that it can be about', () => {
  const { untold, settled } = waiting('gpt-4o', 'gpt-4o-mini', 'gpt-4o-mini');
  expect(untold.complete(reading({ model: 'gpt-4o-mini', usage }))).toBe(true);
  expect(untold.complete(reading({ model: 'o3', usage }))).toBe(false);
  expect(settled).toEqual([['gpt-4o-mini', true]]);
  expect(untold.size).toBe(2);
});

it('recognises the response of a call once, under its id', () => {
  const { untold } = waiting('gpt-4o');
  const recognised = ['a', 'a', 'b'].map((responseId) => untold.recognise(reading({ responseId })));
  expect(recognised).toEqual([true, true, false]);
  expect(untold.complete(reading({ responseId: 'b', usage }))).toBe(false);
  expect(untold.complete(reading({ responseId: 'a', usage }))).toBe(true);
});

it('prefers the call of the very response to an older one without an id', () => {
  const { untold, settled } = waiting('gpt-4o');
  const named = reading({ model: 'gpt-4o', responseId: 'a' });
  untold.add({ reading: named, settle: (isTold) => settled.push(['named', isTold]) });
  untold.complete(reading({ responseId: 'a', usage }));
  expect(settled).toEqual([['named', true]]);
});

it('passes calls on to whoever may still tell, and records them as they are where nobody may', () => {
  const { untold, settled } = waiting('gpt-4o', 'o3');
  const outer = { untold: new UntoldCalls() };
  untold.passOn(outer);
  expect([untold.size, outer.untold.size, settled]).toEqual([0, 2, []]);
  outer.untold.passOn(undefined);
  expect(settled).toEqual([
    ['gpt-4o', false],
    ['o3', false],
  ]);
});

it('keeps no more than a hundred waiting: the oldest is recorded as it is', () => {
  const models = Array.from({ length: 101 }, (_, index) => `model-${index}`);
  const { untold, settled } = waiting(...models);
  expect(untold.size).toBe(100);
  expect(settled).toEqual([['model-0', false]]);
});

it('asks a thousand unnamed calls whether a response is theirs, and each once', () => {
  const calls = new IncompleteCalls();
  for (let input = 0; input <= 1_000; input += 1)
    calls.addUnnamed(reading({ usage: { inputTokens: input, outputTokens: 5 } }));
  const response = (inputTokens: number) =>
    reading({ responseId: 'a', usage: { inputTokens, outputTokens: 5 } });
  expect([0, 1, 1, 1_000].map((input) => calls.isAbout(response(input)))).toEqual([false, true, false, true]);
});

it('leaves a response that an untold call has named to that call', () => {
  const calls = new IncompleteCalls();
  calls.addUnnamed(reading({ usage }));
  calls.untold.add({ reading: reading({ responseId: 'a' }), settle: () => undefined });
  expect(['a', 'b'].map((responseId) => calls.isAbout(reading({ responseId, usage })))).toEqual([
    false,
    true,
  ]);
});
