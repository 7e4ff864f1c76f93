import { Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { BudgetExceededError, CostTracker, observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

const MODEL = 'gpt-4o-mini';
/** Pays for 100 tokens of the answer, which has one in each chunk. */
const LIMIT_USD = 0.00006;
const CHUNKS = 1_000;

const chunk = {
  object: 'chat.completion.chunk',
  model: MODEL,
  choices: [{ index: 0, delta: { content: 'a' } }],
};

let observed: ObservedProcess;
let given: number;
beforeEach(async () => {
  observed = startObserved();
  given = 0;
  await new CostTracker().setBudget('monthly', { limitUsd: LIMIT_USD, estimate: LIMIT_USD });
});
afterEach(() => observed.stop());

const ask = <T>(answer: () => T): T => observe(answer, { name: 'ask', kind: 'model', model: MODEL })();

async function expectStopped(reading: Promise<unknown>): Promise<void> {
  await expect(reading).rejects.toThrow(BudgetExceededError);
  expect(given).toBeGreaterThan(99);
  expect(given).toBeLessThan(110);
  expect(observed.span(`chat ${MODEL}`).attributes['error.type']).toBe('BudgetExceededError');
  expect(await new CostTracker().getBudgets()).toMatchObject([{ spent: LIMIT_USD, reserved: 0 }]);
}

describe('a web stream that a budget stops', () => {
  const cancelled = jest.fn();
  beforeEach(() => cancelled.mockReset());

  const source = () =>
    new ReadableStream<object>(
      {
        pull(controller) {
          given += 1;
          if (given < CHUNKS) controller.enqueue(chunk);
          else controller.close();
        },
        cancel: cancelled,
      },
      { highWaterMark: 0 },
    );

  async function readAll(reader: ReadableStreamDefaultReader<object>): Promise<void> {
    for (let next = await reader.read(); !next.done; next = await reader.read());
  }

  const ways: Readonly<Record<string, (stream: ReadableStream<object>) => Promise<unknown>>> = {
    'for await': async (stream) => {
      for await (const _ of stream);
    },
    'a reader': (stream) => readAll(stream.getReader()),
    'pipeTo()': (stream) => stream.pipeTo(new WritableStream()),
    'pipeThrough()': (stream) => readAll(stream.pipeThrough(new TransformStream()).getReader()),
    'one of its branches': (stream) => readAll(stream.tee()[1].getReader()),
  };

  it.each(Object.entries(ways))('fails by %s, and its source is cancelled', async (_way, read) => {
    const stream = ask(source);
    await expectStopped(read(stream));
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  it('fails in every branch', async () => {
    const [left, right] = ask(source).tee();
    const both = await Promise.allSettled([readAll(left.getReader()), readAll(right.getReader())]);
    expect(both.map((one) => (one as PromiseRejectedResult).reason?.name)).toEqual(
      Array(2).fill('BudgetExceededError'),
    );
  });

  it('fails again for a reader that goes on', async () => {
    const reader = ask(source).getReader();
    await expectStopped(readAll(reader));
    const before = given;
    await expect(reader.read()).rejects.toThrow(BudgetExceededError);
    expect(given).toBe(before);
  });
});

describe('a stream of Node.js that a budget stops', () => {
  const source = () =>
    new Readable({
      objectMode: true,
      highWaterMark: 1,
      read() {
        given += 1;
        this.push(given < CHUNKS ? chunk : null);
      },
    });

  const sink = () => new Writable({ objectMode: true, write: (_chunk, _encoding, done) => done() });
  const ways: Readonly<Record<string, (stream: Readable) => Promise<unknown>>> = {
    "a 'data' listener": (stream) => finished(stream.resume()),
    'for await': async (stream) => {
      for await (const _ of stream);
    },
    'pipeline()': (stream) => pipeline(stream, sink()),
  };

  it.each(Object.entries(ways))('fails by %s, and is destroyed', async (_way, read) => {
    const stream = ask(source);
    await expectStopped(read(stream));
    expect(stream.destroyed).toBe(true);
  });
});
