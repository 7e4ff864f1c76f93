import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { SpanStatusCode } from '@opentelemetry/api';
import { CostTracker, currentSpan, Observe, Tracer } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatChunks } from './test/responses';

/** An agent that answers with whatever it holds. */
class Holder<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }

  @Observe('agent')
  give(): Value {
    return this.value;
  }

  @Observe('agent')
  async giveLater(): Promise<Value> {
    return this.value;
  }

  @Observe('agent')
  fail(): never {
    throw this.value;
  }

  @Observe('agent')
  async failLater(): Promise<never> {
    throw this.value;
  }

  @Observe({ name: 'agent', logPrompts: true, logResponses: true })
  echo(argument: unknown): unknown {
    return argument;
  }
}

class Streaming {
  @Observe('agent')
  *numbers(): Generator<number | string, string, unknown> {
    yield 1;
    yield spanName();
    return 'done';
  }

  @Observe('agent')
  async *letters(): AsyncGenerator<string, string> {
    yield 'a';
    yield spanName();
    return 'done';
  }

  @Observe('agent')
  *breaking(): Generator<number> {
    yield 1;
    throw new TypeError('broken');
  }

  @Observe('agent')
  async *breakingLater(): AsyncGenerator<number> {
    yield 1;
    throw new TypeError('broken');
  }

  @Observe({ name: 'agent', kind: 'model' })
  async *chunks(): AsyncGenerator<unknown> {
    yield* chatChunks();
  }
}

const spanName = (): string => (currentSpan() as unknown as { readonly name: string }).name;

/** What the client of a provider returns: runs at the first `then`, and keeps the helpers of its class. */
class LazyRequest {
  requests = 0;

  // biome-ignore lint/suspicious/noThenProperty: such a client's promise is a thenable
  then<T>(onFulfilled?: (answer: string) => T, onRejected?: (error: unknown) => T): Promise<T> {
    this.requests += 1;
    return Promise.resolve('answer').then(onFulfilled, onRejected) as Promise<T>;
  }

  withResponse(): string {
    return 'helper';
  }
}

const asyncIterable = () => ({
  async *[Symbol.asyncIterator]() {
    yield 1;
  },
});

async function read(iterable: AsyncIterable<unknown> | Iterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/** What may be returned, and what may go in, under both decorator standards. Run by one test file for each. */
export function returnedValuesSuite(): void {
  let observed: ObservedProcess;
  beforeEach(() => {
    observed = startObserved();
  });
  afterEach(() => observed.stop());

  const ended = () => observed.spans().length;
  const statuses = () => observed.spans().map(({ status }) => status.code);

  describe('a returned value', () => {
    it.each<[string, unknown]>([
      ['text', 'x'],
      ['nothing', undefined],
      ['null', null],
      ['a BigInt', 2n],
      ['an array', [1, 2]],
      ['a frozen object', Object.freeze({ a: 1 })],
      ['a map', new Map([[1, 2]])],
      ['a buffer', Buffer.from('x')],
      ['a function', () => 1],
      ['an error', new Error('returned, not thrown')],
      ['a Response', new Response('x')],
      ['a Proxy of a promise', new Proxy(Promise.resolve(1), {})],
      ['a Proxy of a generator', new Proxy([1].values(), {})],
    ])('that is %s comes back as it is, and ends the call', (_what, value) => {
      const before = ended();
      expect(Object.is(new Holder(value).give(), value)).toBe(true);
      expect(ended()).toBe(before + 1);
      expect(observed.spans().at(-1)?.status.code).toBe(SpanStatusCode.UNSET);
    });

    it('that is a Response has its body, address and status left alone', async () => {
      const response = await new Holder(new Response('body', { status: 203 })).giveLater();
      expect(ended()).toBe(1);
      expect([
        response.status,
        response.bodyUsed,
        await response.clone().text(),
        await response.text(),
      ]).toEqual([203, false, 'body', 'body']);
    });

    it('that is a promise ends the call when it settles', async () => {
      let resolve: (value: string) => void = () => undefined;
      const promise = new Promise<string>((done) => {
        resolve = done;
      });
      const returned = new Holder(promise).give();
      expect(ended()).toBe(0);
      resolve('x');
      await expect(returned).resolves.toBe('x');
      expect(ended()).toBe(1);
    });

    it('that is a promise of another realm is followed as well', async () => {
      const rejected: Promise<never> = runInNewContext('Promise.reject("foreign")');
      await expect(new Holder(rejected).give()).rejects.toBe('foreign');
      expect(statuses()).toEqual([SpanStatusCode.ERROR]);
    });

    it('that is a lazy thenable is the same object, which runs once', async () => {
      const request = new LazyRequest();
      const returned = new Holder(request).give();
      expect(returned).toBe(request);
      expect([returned.withResponse(), request.requests, ended()]).toEqual(['helper', 0, 0]);
      expect(await returned).toBe('answer');
      expect([request.requests, ended()]).toEqual([1, 1]);
    });

    it.each<[string, () => AsyncIterable<unknown>]>([
      ['an async iterable', asyncIterable],
      ['a web stream', () => new Blob(['x']).stream() as unknown as AsyncIterable<unknown>],
      ['a stream of Node.js', () => Readable.from([1])],
    ])('that is %s is the same object, and ends the call when it was read', async (_what, make) => {
      for (const [index, method] of (['give', 'giveLater'] as const).entries()) {
        const value = make();
        const returned = await new Holder(value)[method]();
        expect(returned).toBe(value);
        expect(ended()).toBe(index);
        expect(await read(returned)).toHaveLength(1);
        expect(ended()).toBe(index + 1);
      }
    });
  });

  it.each<[string, unknown]>([
    ['a frozen error', Object.freeze(new TypeError('cold'))],
    ['an error of another realm', runInNewContext('new RangeError("foreign")')],
    ['a Proxy whose traps throw', new Proxy({}, { get: thrower, getPrototypeOf: thrower, ownKeys: thrower })],
    ['an error whose members are getters that throw', hostileError()],
    ['a promise', new Promise(() => undefined)],
    ['a function', () => 1],
    ['a text', 'reason'],
    ['null', null],
    ['nothing', undefined],
  ])('%s that is thrown reaches the caller as it is, and is told of', async (_what, value) => {
    const caught: unknown[] = [];
    try {
      new Holder(value).fail();
    } catch (error) {
      caught.push(error);
    }
    await new Holder(value).failLater().catch((error: unknown) => caught.push(error));
    expect(caught.map((error) => Object.is(error, value))).toEqual([true, true]);
    expect(statuses()).toEqual([SpanStatusCode.ERROR, SpanStatusCode.ERROR]);
  });

  describe.each([
    ['generator', 'numbers', 'breaking', 1],
    ['async generator', 'letters', 'breakingLater', 'a'],
  ] as const)('an observed %s', (_what, method, breaking, first) => {
    it('runs in its own span, which lasts until it is read', async () => {
      const items = new Streaming()[method]();
      expect(ended()).toBe(0);
      expect(await read(items)).toEqual([first, 'invoke_agent agent']);
      expect(statuses()).toEqual([SpanStatusCode.UNSET]);
    });

    it('keeps its class and what it returns', async () => {
      const items = new Streaming()[method]();
      expect(Object.prototype.toString.call(items)).toMatch(/Generator\]$/);
      await items.next();
      await items.next();
      expect(await items.next()).toEqual({ done: true, value: 'done' });
    });

    it('ends when it is left early', async () => {
      for await (const _ of new Streaming()[method]()) break;
      expect(statuses()).toEqual([SpanStatusCode.UNSET]);
    });

    it('ends with the error that it throws', async () => {
      await expect(read(new Streaming()[breaking]())).rejects.toThrow('broken');
      expect(observed.span('invoke_agent agent').attributes['error.type']).toBe('TypeError');
    });

    it('ends with the error that its reader throws into it', async () => {
      const items = new Streaming()[method]();
      await items.next();
      const error = new RangeError('enough');
      await expect((async () => items.throw(error))()).rejects.toBe(error);
      expect(observed.span('invoke_agent agent').attributes['error.type']).toBe('RangeError');
    });
  });

  it('counts what a stream has told so far when it is left early', async () => {
    let seen = 0;
    for await (const _ of new Streaming().chunks()) if (++seen === 2) break;
    expect(await new CostTracker().getCost()).toMatchObject({ calls: 1, inputTokens: 1_000 });
  });

  describe('an argument', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const large = Buffer.alloc(5 * 1024 * 1024, 7).toString('base64');

    it.each<[string, unknown, RegExp]>([
      ['that goes in a circle', circular, /Circular/],
      ['that is a BigInt', { count: 12n }, /12n/],
      ['of 5 MB in base64', large, /characters|bytes/],
      ['of 5 MB in base64 as a data URL', `data:image/png;base64,${large}`, /characters|bytes/],
      [
        'with a getter that throws',
        Object.defineProperty({}, 'x', { enumerable: true, get: thrower }),
        /Getter/,
      ],
      ['that is a Proxy whose traps throw', new Proxy({}, { get: thrower, ownKeys: thrower }), /Proxy/],
    ])('%s goes in as it is, and is kept in a bounded text', async (_what, argument, text) => {
      expect(new Holder(null).echo(argument)).toBe(argument);
      const trace = await new Tracer().getLastTrace();
      expect(trace?.prompt).toMatch(text);
      expect(trace?.prompt?.length).toBeLessThan(100_000);
      const told = JSON.stringify(observed.spans().map(({ attributes }) => attributes));
      expect(told.length).toBeLessThan(300_000);
    });
  });
}

function hostileError(): Error {
  const error = new Error('hidden');
  for (const key of ['message', 'name', 'cause', 'status', 'constructor'])
    Object.defineProperty(error, key, { get: thrower });
  return error;
}

function thrower(): never {
  throw new Error('asked');
}
