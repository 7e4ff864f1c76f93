import { Readable } from 'node:stream';
import { BudgetExceededError } from '@kagura/core';
import { observe } from '../index';
import { CALL_USD, failureOf, GuardedProcess, MODEL, readAll, request } from './test/guarded-process';

const guarded = new GuardedProcess();
afterEach(() => guarded.stop());

const LENGTH = 5_000;
const options = { name: 'ask', kind: 'model', model: MODEL, budget: { estimate: CALL_USD } } as const;
const word = { choices: [{ index: 0, delta: { content: 'word' } }], object: 'chat.completion.chunk' };
const event = `data: ${JSON.stringify(word)}\n\n`;

/** Chunks without end, and whether their source was told to end. */
class Source {
  given = 0;
  hasLeft = false;

  constructor(readonly chunk: unknown) {}

  *generator() {
    try {
      for (; this.given < LENGTH; this.given += 1) yield this.chunk;
    } finally {
      this.hasLeft = true;
    }
  }

  async *asyncGenerator() {
    yield* this.generator();
  }

  webStream() {
    const chunks = this.generator();
    return new ReadableStream({
      pull: (controller) => {
        const { done, value } = chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void chunks.return(),
    });
  }

  nodeStream() {
    return Readable.from(this.asyncGenerator());
  }
}

const bytes = new TextEncoder().encode(event);

/** Streams that a model method may return. */
const streams: Readonly<Record<string, (source: Source) => Iterable<unknown> | AsyncIterable<unknown>>> = {
  'a generator': (source) => source.generator(),
  'an asynchronous generator': (source) => source.asyncGenerator(),
  'a web stream': (source) => source.webStream(),
  'a stream of Node.js': (source) => source.nodeStream(),
};

const cases = Object.entries(streams).flatMap(([name, make]) =>
  Object.entries({ chunks: word, text: 'word', bytes }).map(
    ([what, chunk]) => [name, what, make, chunk] as const,
  ),
);

it.each(cases)('%s of %s is cut at the limit', async (_name, _what, make, chunk) => {
  guarded.start();
  const limitUsd = 2 * CALL_USD;
  await guarded.tracker.setBudget('monthly', { limitUsd });
  const source = new Source(chunk);
  const stream = observe((_request: object) => make(source), options)(request);
  expect(await failureOf(() => readAll(stream))).toBeInstanceOf(BudgetExceededError);
  expect(source.hasLeft).toBe(true);
  expect(source.given).toBeLessThan(LENGTH / 2);
  const [budget] = await guarded.tracker.getBudgets();
  expect(budget?.reserved).toBe(0);
  expect(budget?.spent).toBeGreaterThan(CALL_USD);
  expect(budget?.spent).toBeLessThanOrEqual(limitUsd);
});
