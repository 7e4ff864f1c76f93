import { once } from 'node:events';
import { Socket } from 'node:net';
import { Duplex, PassThrough, Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { CostTracker, observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatChunks } from './test/responses';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

const CHUNKS = chatChunks();
type Chunk = (typeof CHUNKS)[number];

const ask = <Stream extends Readable>(stream: Stream): Stream =>
  observe(() => stream, { name: 'ask', kind: 'model' })();
const expectCost = async (nanoUsd: number | null): Promise<void> => {
  expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, nanoUsd });
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A place for chunks. */
function sink(chunks: Chunk[]): Writable {
  return new Writable({
    objectMode: true,
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
}

const ways: Readonly<Record<string, (stream: Readable, chunks: Chunk[]) => Promise<unknown>>> = {
  "a 'data' listener": (stream, chunks) => {
    stream.on('data', (chunk) => chunks.push(chunk));
    return once(stream, 'end');
  },
  'read()': (stream, chunks) => {
    stream.on('readable', () => {
      for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) chunks.push(chunk);
    });
    return once(stream, 'end');
  },
  'for await': async (stream, chunks) => {
    for await (const chunk of stream) chunks.push(chunk);
  },
  'pipe()': (stream, chunks) => finished(stream.pipe(sink(chunks))),
  'pipeline()': (stream, chunks) => pipeline(stream, new PassThrough({ objectMode: true }), sink(chunks)),
  'a web stream made of it': async (stream, chunks) => {
    for await (const chunk of Readable.toWeb(stream)) chunks.push(chunk);
  },
};

it.each(Object.entries(ways))('a stream is read by %s, and told of once', async (_way, read) => {
  const stream = Readable.from(CHUNKS);
  const returned = ask(stream);
  expect(returned).toBe(stream);
  expect(observed.spans()).toEqual([]);
  const chunks: Chunk[] = [];
  await read(returned, chunks);
  expect(chunks).toEqual(CHUNKS);
  await expectCost(210_000);
});

it('is not set flowing, asked or listened to', async () => {
  const read = jest.fn();
  const stream = ask(new Readable({ read }));
  await turn();
  expect(read).not.toHaveBeenCalled();
  expect(stream.readableFlowing).toBeNull();
  expect(stream.eventNames()).toEqual([]);
  expect(Object.keys(stream)).toEqual(Object.keys(new Readable({ read })));
});

it.each([
  [
    'a loop that is left',
    async (stream: Readable) => {
      for await (const _ of stream) break;
      await turn();
    },
  ],
  ['destroy()', async (stream: Readable) => once(stream.destroy(), 'close')],
] as const)('%s ends the call without its usage', async (_way, leave) => {
  await leave(ask(Readable.from(CHUNKS)));
  await expectCost(null);
});

it.each(["a 'data' listener", 'for await', 'pipeline()'] as const)(
  'an error in the stream reaches %s and the span',
  async (way) => {
    const error = new Error('lost');
    const stream = ask(
      Readable.from(
        (function* () {
          yield CHUNKS[0];
          throw error;
        })(),
      ),
    );
    await expect(ways[way]!(stream, [])).rejects.toBe(error);
    expect(observed.spans().map(({ status }) => status.message)).toEqual(['lost']);
  },
);

it('a transformation is followed, and a connection is not', async () => {
  const words = observe(() => Readable.from(['a', 'b']).pipe(new PassThrough()), 'words')();
  expect(observed.spans()).toEqual([]);
  for await (const _ of words);
  expect(observed.spanNames()).toEqual(['invoke_agent words']);

  const socket = observe(() => new Socket(), 'socket')();
  const duplex = observe(() => new Duplex({ read: () => undefined }), 'duplex')();
  expect(observed.spanNames().slice(1)).toEqual(['invoke_agent socket', 'invoke_agent duplex']);
  for (const open of [socket, duplex]) open.destroy();
});

it('a stream that was read already is a value', async () => {
  const stream = Readable.from(CHUNKS);
  await stream.toArray();
  expect(ask(stream)).toBe(stream);
  expect(observed.spans()).toHaveLength(1);
});
