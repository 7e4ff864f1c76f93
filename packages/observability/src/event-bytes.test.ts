import { Readable } from 'node:stream';
import fc from 'fast-check';
import { EventBytes } from './event-bytes';
import { CostTracker, observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatChunks } from './test/responses';

const bytesOf = (text: string) => Buffer.from(text);
const EVENTS = [
  ...chatChunks().map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`),
  'data: [DONE]\n\n',
].join('');

function chunksOf(pieces: readonly Uint8Array[]): unknown[] {
  const events = new EventBytes();
  return [...pieces.flatMap((piece) => events.push(piece)), ...events.end()];
}

it('finds the chunks wherever the bytes are cut', () => {
  const expected = [{ text: 'é' }, { text: '🦊' }];
  const bytes = bytesOf(
    expected.map((chunk) => `event: x\r\ndata: ${JSON.stringify(chunk)}\r\n\r\n`).join(''),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
      expect(chunksOf(pieces)).toEqual(expected);
    }),
  );
});

it('reads an event that the end of the stream ends', () => {
  expect(chunksOf([bytesOf('data: {"a":1}')])).toEqual([{ a: 1 }]);
});

it.each([
  ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['JSON', bytesOf('{"data":1}')],
  ['nothing', Buffer.alloc(0)],
])('finds none in %s', (_what, beginning) => {
  expect(chunksOf([beginning, beginning])).toEqual([]);
});

it('gives up on bytes that begin as events and hold none', () => {
  const events = new EventBytes();
  events.push(bytesOf('data: '));
  for (let megabytes = 0; megabytes < 3; megabytes += 1) events.push(Buffer.alloc(1_000_000, 'x'));
  expect(events.push(bytesOf('\n\ndata: {"a":1}\n\n'))).toEqual([]);
});

describe('a method that hands out the body of a provider', () => {
  let observed: ObservedProcess;
  beforeEach(() => {
    observed = startObserved();
  });
  afterEach(() => observed.stop());

  const bodies: Readonly<Record<string, () => AsyncIterable<Uint8Array>>> = {
    'of fetch': () => new Response(EVENTS).body as unknown as AsyncIterable<Uint8Array>,
    'of Node.js': () => Readable.from([bytesOf(EVENTS.slice(0, 99)), bytesOf(EVENTS.slice(99))]),
  };

  it.each(Object.entries(bodies))(
    '%s is priced by the events that pass, which stay as they are',
    async (_what, body) => {
      const pieces: Uint8Array[] = [];
      const ask = observe(async () => body(), { name: 'ask', kind: 'model' });
      for await (const piece of await ask()) pieces.push(piece);
      expect(Buffer.concat(pieces).toString()).toBe(EVENTS);
      expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, nanoUsd: 210_000 });
    },
  );

  it('as an agent that passes events on is not a model', async () => {
    for await (const _ of observe(bodies['of Node.js']!, 'gateway')());
    expect(observed.spanNames()).toEqual(['invoke_agent gateway']);
    expect(await new CostTracker().getCost()).toMatchObject({ calls: 0 });
  });
});
