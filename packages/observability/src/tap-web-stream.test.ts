import { CostTracker, observe, Tracer } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatChunks } from './test/responses';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

const CHUNKS = chatChunks();
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
  'a reader that follows one that only looked': async (stream) => {
    const reader = stream.getReader();
    const { value } = await reader.read();
    reader.releaseLock();
    return [value!, ...(await readByIteration(stream))];
  },
  'pipeTo()': async (stream) => {
    const chunks: Chunk[] = [];
    const piping = stream.pipeTo(new WritableStream({ write: (chunk) => void chunks.push(chunk) }));
    expect(stream.locked).toBe(true);
    await piping;
    expect(stream.locked).toBe(false);
    return chunks;
  },
  'pipeThrough()': (stream) => readByIteration(stream.pipeThrough(new TransformStream<Chunk, Chunk>())),
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
  [
    'a pipe whose end is left',
    async (stream: ReadableStream<Chunk>) => {
      for await (const _ of stream.pipeThrough(new TransformStream<Chunk, Chunk>())) break;
    },
  ],
  ['cancel()', (stream: ReadableStream<Chunk>) => stream.cancel()],
] as const)('%s ends the call without its usage', async (_way, leave) => {
  await leave(await ask(new EventStream()));
  await expectCost(null);
});

it.each(['for await', 'a reader', 'pipeTo()', 'pipeThrough()'] as const)(
  'an error in the stream reaches %s and the span',
  async (way) => {
    const error = new Error('lost');
    const stream = await ask(new EventStream((controller) => controller.error(error)));
    await expect(ways[way]!(stream)).rejects.toBe(error);
    expect(observed.spans().map(({ status }) => status.message)).toEqual(['lost']);
  },
);

describe('a pipe', () => {
  it('asks the stream for no more than its destination takes', async () => {
    let asked = 0;
    const pull = (controller: ReadableStreamDefaultController<Chunk>) => {
      asked += 1;
      controller.enqueue(CHUNKS[0]!);
    };
    const stream = await ask(new ReadableStream({ pull }, { highWaterMark: 0 }));
    let written = 0;
    const write = () => {
      written += 1;
      return new Promise<void>(() => undefined);
    };
    void stream.pipeTo(new WritableStream({ write }, { highWaterMark: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([asked, written]).toEqual([1, 1]);
  });

  it('that leaves its source open ends the call with its start, and leaves the rest', async () => {
    const stream = await ask(new EventStream());
    const full = new WritableStream<Chunk>({
      write: () => {
        throw new Error('full');
      },
    });
    const piping = stream.pipeTo(full, { preventCancel: true });
    expect(observed.spans()).toHaveLength(1);
    await expect(piping).rejects.toThrow('full');
    expect(await readByIteration(stream)).toEqual(CHUNKS.slice(1));
  });

  it('to nowhere fails as before, and leaves the stream', async () => {
    const stream = await ask(new EventStream());
    const nowhere = undefined as unknown as WritableStream<Chunk>;
    await expect(stream.pipeTo(nowhere)).rejects.toMatchObject({ name: 'TypeError' });
    expect(await readByIteration(stream)).toEqual(CHUNKS);
  });

  it('is seen by every layer that handed the stream on', async () => {
    const agent = observe(() => ask(new EventStream()), 'agent');
    expect(await readByIteration((await agent()).pipeThrough(new TransformStream<Chunk, Chunk>()))).toEqual(
      CHUNKS,
    );
    expect(observed.spanNames()).toEqual(['chat gpt-4o-mini', 'invoke_agent agent']);
    await expectCost(210_000);
  });
});

it('a reader that lets go while it waits is no failure', async () => {
  const stream = await ask(new ReadableStream({}));
  const reader = stream.getReader();
  const waiting = reader.read();
  reader.releaseLock();
  await expect(waiting).rejects.toMatchObject({ name: 'TypeError' });
  expect(observed.spans()).toEqual([]);
});

it('a stream tells how soon its first chunk came, and how fast it was', async () => {
  for await (const _ of await ask(new EventStream()));
  const { attributes } = observed.span('chat gpt-4o-mini');
  const { durationMs } = (await new Tracer().getLastTrace())!;
  expect(attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
  expect(attributes['gen_ai.response.time_to_first_chunk']).toBeLessThan(durationMs / 1_000);
  expect(attributes['kagura.response.tokens_per_second']).toBeCloseTo(100 / (durationMs / 1_000), 6);
});

it('a response that is made of a stream is followed as it is read', async () => {
  const bytes = observe(async () => new Blob(['Hello']).stream(), 'agent');
  const response = new Response(await bytes());
  expect(observed.spans()).toEqual([]);
  expect(await response.text()).toBe('Hello');
  expect(observed.spanNames()).toEqual(['invoke_agent agent']);
});
