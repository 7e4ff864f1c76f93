import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import fc from 'fast-check';
import type { ResultWatcher } from '../result-watcher';
import { tapStreamedResponse, tapWholeResponse } from './tap-response';

/** What a call is told, in order. */
function watching(): { readonly told: unknown[][]; readonly watcher: ResultWatcher } {
  const told: unknown[][] = [];
  const note = (what: string) => (value?: unknown) =>
    void told.push(value === undefined ? [what] : [what, value]);
  return {
    told,
    watcher: {
      run: (body) => body(),
      chunk: note('chunk'),
      succeed: note('succeed'),
      streamEnded: note('ended'),
      fail: note('fail'),
      tapFailed: note('tap failed'),
      watchAbandonment: () => undefined,
      stopWatchingAbandonment: () => undefined,
    },
  };
}

const END = ['ended', { aborted: false }];
const ABORTED = ['ended', { aborted: true }];
const chunk = (usage: unknown, choices: unknown[] = [{}]) =>
  `data: ${JSON.stringify({ choices, usage })}\n\n`;
const STREAM = `${chunk(null)}${chunk({ total_tokens: 3 }, [])}data: [DONE]\n\n`;
const SHOWN = 'data: {"choices":[{}]}\n\ndata: [DONE]\n\n';

/** A response whose body comes in these pieces. */
function streamed(...pieces: (string | Uint8Array)[]): Response {
  const source = new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
    },
  });
  return new Response(source);
}

function tapped(response: Response, hidesUsage: boolean): { response: Response; told: unknown[][] } {
  const { told, watcher } = watching();
  tapStreamedResponse(response, { watcher, hidesUsage });
  return { response, told };
}

describe('a streamed response', () => {
  it.each([
    ['text()', (response: Response) => response.text()],
    ['arrayBuffer()', async (response: Response) => Buffer.from(await response.arrayBuffer()).toString()],
    ['its body', (response: Response) => text(response.body as ReadableStream)],
    ['a copy', (response: Response) => response.clone().text()],
  ])('is read by %s without what it was not asked for', async (_how, read) => {
    const { response, told } = tapped(streamed(STREAM), true);
    expect(await read(response)).toBe(SHOWN);
    expect(told).toEqual([
      ['chunk', { choices: [{}], usage: null }],
      ['chunk', { choices: [], usage: { total_tokens: 3 } }],
      END,
    ]);
  });

  it('hides the same however its bytes are cut, in the middle of a character too', async () => {
    const whole = new TextEncoder().encode(`data: {"choices":[{"text":"日本🦊"}],"usage":null}\n\n${STREAM}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 6 }), async (cuts) => {
        const ends = [...cuts.sort((one, other) => one - other), whole.length];
        const pieces = ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
        const { response } = tapped(streamed(...pieces), true);
        expect(await response.text()).toBe(`data: {"choices":[{"text":"日本🦊"}]}\n\n${SHOWN}`);
      }),
    );
  });

  it('passes any bytes through untouched where nothing is hidden', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1 })), async (pieces) => {
        const all = Buffer.concat(pieces);
        const { response, told } = tapped(streamed(...pieces), false);
        expect(await buffer(response.body as ReadableStream)).toEqual(all);
        expect(told.at(-1)).toEqual(END);
      }),
    );
  });

  it('can be read into a buffer of the reader, where it could before', async () => {
    const source = new ReadableStream({
      type: 'bytes',
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(STREAM));
        controller.close();
      },
    });
    const { response, told } = tapped(new Response(source), true);
    const reader = (response.body as ReadableStream).getReader({ mode: 'byob' });
    const { value } = await reader.read(new Uint8Array(100));
    const end = await reader.read(new Uint8Array(100));

    expect(new TextDecoder().decode(value)).toBe(SHOWN.slice(0, value?.length));
    expect(end.done).toBe(value?.length === SHOWN.length);
    expect(told.filter(([what]) => what === 'chunk')).toHaveLength(2);
  });

  it('is not read before its reader reads, and no further', async () => {
    let pulled = 0;
    const source = new ReadableStream(
      { pull: (controller) => controller.enqueue(new TextEncoder().encode(`data: ${pulled++}\n\n`)) },
      { highWaterMark: 0 },
    );
    const { response } = tapped(new Response(source), false);
    expect(pulled).toBe(0);
    await (response.body as ReadableStream).getReader().read();
    expect(pulled).toBe(1);
  });

  it('that is left early gives up its source, and ends', async () => {
    const cancel = jest.fn();
    const { response, told } = tapped(new Response(new ReadableStream({ cancel })), true);
    await response.body?.cancel('enough');
    expect(cancel).toHaveBeenCalledWith('enough');
    expect(told).toEqual([ABORTED]);
  });

  it.each([
    [new TypeError('terminated'), ['fail', new TypeError('terminated')]],
    [new DOMException('This operation was aborted', 'AbortError'), ABORTED],
  ])('that breaks gives its reader the same %s', async (error, expected) => {
    const source = new ReadableStream({ pull: (controller) => controller.error(error) });
    const { response, told } = tapped(new Response(source), true);
    await expect(response.text()).rejects.toBe(error);
    expect(told).toEqual([expected]);
  });

  it('tells an error that the provider sends instead of an answer', async () => {
    const { response, told } = tapped(
      streamed('data: {"error":{"type":"overloaded_error","message":"Busy"}}\n\n'),
      false,
    );
    await response.text();
    expect(told[0]).toEqual(['fail', expect.objectContaining({ name: 'overloaded_error', message: 'Busy' })]);
  });

  it('of a fetch that gives out streams of Node.js is followed as well', async () => {
    const { told, watcher } = watching();
    const response = { body: Readable.from([Buffer.from(STREAM)]) };
    tapStreamedResponse(response as unknown as Response, { watcher, hidesUsage: true });
    expect(await text(response.body)).toBe(SHOWN);
    expect(told.at(-1)).toEqual(END);
  });

  it('of a fetch that gives out text is followed as well', async () => {
    const pieces = [STREAM];
    const source = new ReadableStream({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    });
    const { response, told } = tapped(new Response(source), false);
    const { value } = await (response.body as ReadableStream).getReader().read();
    expect(value).toBe(STREAM);
    expect(told).toHaveLength(2);
  });

  it('without a body ends at once', () => {
    expect(tapped(new Response(null), true).told).toEqual([['succeed']]);
  });
});

describe('a whole response', () => {
  function whole(body: string): { response: Response; told: unknown[][] } {
    const { told, watcher } = watching();
    const response = new Response(body);
    tapWholeResponse(response, watcher);
    return { response, told };
  }

  it('tells what was read of it', async () => {
    const { response, told } = whole('{"id":"c"}');
    expect(await response.json()).toEqual({ id: 'c' });
    expect(told).toEqual([['succeed', { id: 'c' }]]);
  });

  it.each(['{"id":"c"}', 'plain'])(
    'that is read as text (%s) is understood where it can be',
    async (body) => {
      const { response, told } = whole(body);
      expect(await response.text()).toBe(body);
      expect(told).toEqual([['succeed', body === 'plain' ? body : { id: 'c' }]]);
    },
  );

  it('that cannot be read fails with the same error', async () => {
    const { response, told } = whole('no json');
    const error: unknown = await response.json().catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/^SyntaxError/);
    expect(told).toEqual([['fail', error]]);
  });
});
