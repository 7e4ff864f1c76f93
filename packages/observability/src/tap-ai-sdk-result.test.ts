import { CostTracker, observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

/** One step for 1,000 tokens in and 100 out, which cost $0.00021. */
const STEP = {
  finishReason: 'stop',
  response: { id: 'chatcmpl-1', modelId: 'gpt-4o-mini' },
  usage: {
    inputTokens: 1_000,
    outputTokens: 100,
    totalTokens: 1_100,
    inputTokenDetails: { noCacheTokens: 1_000, cacheReadTokens: 0, cacheWriteTokens: 0 },
  },
  warnings: [],
};

/** A promise that is made when somebody asks for it, under the name that a version gives it. */
class Delayed {
  resolve: (steps: unknown) => void = () => undefined;
  reject: (error: Error) => void = () => undefined;
  readonly #settled = new Promise<unknown>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
  get promise() {
    return this.#settled;
  }
  get value() {
    return this.#settled;
  }
}

class StreamTextResult {
  get steps(): never {
    throw new Error('would read the stream');
  }
}

const versions = ['_steps', 'stepsPromise'] as const;
const ask = (key: string) => {
  const delayed = new Delayed();
  const result = Object.assign(new StreamTextResult(), { [key]: delayed });
  expect(observe(() => result, { name: 'ask', kind: 'model' })()).toBe(result);
  expect(observed.spans()).toEqual([]);
  return delayed;
};

describe.each(versions)('a streamed text of the AI SDK that keeps %s', (key) => {
  it('costs what its steps say when they are known', async () => {
    ask(key).resolve([STEP, STEP]);
    await new Promise(setImmediate);
    expect(await new CostTracker().getCost()).toMatchObject({ inputTokens: 2_000, nanoUsd: 420_000 });
  });

  it('fails with its stream', async () => {
    ask(key).reject(new Error('overloaded'));
    await new Promise(setImmediate);
    expect(observed.spans().map(({ status }) => status.message)).toEqual(['overloaded']);
  });
});
