import { CostTracker, observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

/** Chunks of a chat for 1,000 tokens in and 100 out of gpt-4o-mini, which cost $0.00021. */
const CHUNKS = [
  { delta: { content: 'Hello' }, usage: undefined, finish: null },
  { delta: {}, usage: { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 }, finish: 'stop' },
].map(({ delta, usage, finish }) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  model: 'gpt-4o-mini',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...(usage && { usage }),
}));

type Chunk = (typeof CHUNKS)[number];

/** A stream as clients derive it from the platform's. */
class EventStream extends ReadableStream<Chunk> {
  constructor(end: (controller: ReadableStreamDefaultController<Chunk>) => void = (each) => each.close()) {
    const rest = [...CHUNKS];
    super({
      pull(controller) {
        const chunk = rest.shift();
        if (chunk) controller.enqueue(chunk);
        else end(controller);
      },
    });
  }
}

const ask = (stream: ReadableStream<Chunk>) => observe(async () => stream, { name: 'ask', kind: 'model' })();
const expectCost = async (nanoUsd: number | null): Promise<void> => {
  expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, nanoUsd });
};

async function readByReader(reader: ReadableStreamDefaultReader<Chunk>): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  return chunks;
}

async function readByIteration(iterable: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of iterable) chunks.push(chunk);
  return chunks;
}

const ways: Readonly<Record<string, (stream: ReadableStream<Chunk>) => Promise<Chunk[]>>> = {
  'for await': (stream) => readByIteration(stream),
  'values()': (stream) => readByIteration(stream.values()),
  'a reader': (stream) => readByReader(stream.getReader()),
  'one of its branches': (stream) => readByReader(stream.tee()[1].getReader()),
  'both of its branches': async (stream) => {
    const [left, right] = stream.tee();
    expect(await readByIteration(left)).toEqual(CHUNKS);
    return readByIteration(right);
  },
};

it.each(Object.entries(ways))('a stream is read by %s, and told of once', async (_way, read) => {
  const stream = new EventStream();
  const returned = await ask(stream);
  expect(returned).toBe(stream);
  expect(Object.keys(returned)).toEqual([]);
  expect(observed.spans()).toEqual([]);
  expect(await read(returned)).toEqual(CHUNKS);
  await expectCost(210_000);
});

it.each([
  [
    'a loop that is left',
    async (stream: ReadableStream<Chunk>) => {
      for await (const _ of stream) break;
    },
  ],
  [
    'a reader that cancels',
    async (stream: ReadableStream<Chunk>) => {
      const reader = stream.getReader();
      await reader.read();
      await reader.cancel();
    },
  ],
  ['cancel()', (stream: ReadableStream<Chunk>) => stream.cancel()],
] as const)('%s ends the call without its usage', async (_way, leave) => {
  await leave(await ask(new EventStream()));
  await expectCost(null);
});

it.each(['for await', 'a reader'] as const)('an error in the stream reaches %s and the span', async (way) => {
  const error = new Error('lost');
  const stream = await ask(new EventStream((controller) => controller.error(error)));
  await expect(ways[way]!(stream)).rejects.toBe(error);
  expect(observed.spans().map(({ status }) => status.message)).toEqual(['lost']);
});

it('a pipe takes what is in the stream past us, and the call ends with its start', async () => {
  const stream = await ask(new EventStream());
  const piped = stream.pipeThrough(new TransformStream<Chunk, Chunk>());
  expect(observed.spans()).toHaveLength(1);
  expect(await readByIteration(piped)).toEqual(CHUNKS);
});

it('a response that is made of a stream is followed as it is read', async () => {
  const bytes = observe(async () => new Blob(['Hello']).stream(), 'agent');
  const response = new Response(await bytes());
  expect(observed.spans()).toEqual([]);
  expect(await response.text()).toBe('Hello');
  expect(observed.spanNames()).toEqual(['invoke_agent agent']);
});
