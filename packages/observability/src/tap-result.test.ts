import { CostTracker, observe, Tracer, trace } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

const agentSpans = () => observed.spanNames().filter((name) => name.startsWith('invoke_agent'));

describe('promises', () => {
  it('keeps a subclass and the properties put on the promise', async () => {
    class Tracked extends Promise<string> {
      readonly tracked = true;
    }
    const agent = observe(
      () => Object.assign(Tracked.resolve('x') as Tracked, { cancel: () => 'cancelled' }),
      'agent',
    );
    const returned = agent();
    expect(returned).toBeInstanceOf(Tracked);
    expect(returned.cancel()).toBe('cancelled');
    await expect(returned).resolves.toBe('x');
    expect(agentSpans()).toHaveLength(1);
  });

  it.each([undefined, null, 0, 'text', Number.NaN, new Date(0)])(
    'rejects with the very value that was thrown: %p',
    async (reason) => {
      const agent = observe(() => Promise.reject(reason), 'agent');
      const caught = await agent().then(
        () => 'resolved',
        (error: unknown) => error,
      );
      expect(caught).toBe(reason);
      expect(observed.span('invoke_agent agent').status.code).toBe(2);
    },
  );
});

describe('a promise that is returned again and again', () => {
  it('is one promise, whose rejection one handler handles, and every call is told', async () => {
    let memo: Promise<string> | undefined;
    const load = trace(() => {
      memo ??= Promise.reject(new Error('no database'));
      return memo;
    }, 'load');
    const first = load();
    expect(load()).toBe(first);
    await expect(first).rejects.toThrow('no database');
    await expect(load()).rejects.toThrow('no database');
    expect(observed.spans().map(({ status }) => status.code)).toEqual([2, 2, 2]);
  });
});

describe('lazy thenables', () => {
  /** Runs once per `then`, like a query builder. */
  class Query {
    runs = 0;
    // biome-ignore lint/suspicious/noThenProperty: a query builder is a thenable
    then<T>(onFulfilled?: (rows: number[]) => T, onRejected?: (error: unknown) => T): Promise<T> {
      this.runs += 1;
      return Promise.resolve([this.runs]).then(onFulfilled, onRejected) as Promise<T>;
    }
    limit(): string {
      return 'helper';
    }
  }

  it('comes back as the same object, runs only when awaited, and once', async () => {
    const query = new Query();
    const agent = observe(() => query, 'agent');
    const returned = agent();
    expect(returned).toBe(query);
    expect(returned.limit()).toBe('helper');
    expect(query.runs).toBe(0);
    expect(agentSpans()).toHaveLength(0);
    expect(await returned).toEqual([1]);
    expect(query.runs).toBe(1);
    expect(agentSpans()).toHaveLength(1);
  });

  it('follows parse() of an APIPromise, with one request for await and helpers together', async () => {
    class ApiPromise {
      requests = 0;
      #parsed: Promise<string> | undefined;
      parse(): Promise<string> {
        this.#parsed ??= Promise.resolve().then(() => {
          this.requests += 1;
          return 'parsed';
        });
        return this.#parsed;
      }
      // biome-ignore lint/suspicious/noThenProperty: as the provider clients do
      then<T>(onFulfilled?: (value: string) => T): Promise<T> {
        return this.parse().then(onFulfilled) as Promise<T>;
      }
      asResponse(): Promise<Response> {
        return Promise.resolve(new Response('raw'));
      }
      async withResponse() {
        const [data, response] = await Promise.all([this.parse(), this.asResponse()]);
        return { data, response };
      }
    }
    const made = new ApiPromise();
    const returned = observe(() => made, 'agent')();
    expect(returned).toBe(made);
    expect((await returned.withResponse()).data).toBe('parsed');
    expect(await returned).toBe('parsed');
    expect(made.requests).toBe(1);
    expect(agentSpans()).toHaveLength(1);
  });
});

describe('iterators', () => {
  it('passes next(value), throw() and return() on', () => {
    const log: unknown[] = [];
    const agent = observe(function* () {
      try {
        log.push(yield 1);
        yield 2;
      } catch (error) {
        log.push(error);
        yield 3;
      } finally {
        log.push('finally');
      }
    }, 'agent');
    const values = agent();
    values.next();
    values.next('sent');
    expect(values.throw('thrown')).toEqual({ done: false, value: 3 });
    expect(agentSpans()).toHaveLength(0);
    expect(values.return()).toEqual({ done: true, value: undefined });
    expect(log).toEqual(['sent', 'thrown', 'finally']);
    expect(agentSpans()).toHaveLength(1);
    expect(Object.prototype.toString.call(values)).toBe('[object Generator]');
  });

  it('gives the reader its own context between two chunks', async () => {
    const inner = trace(() => 'x', 'inner');
    const outer = observe(async () => {
      for await (const chunk of stream()) inner.call(chunk);
    }, 'outer');
    const stream = observe(async function* () {
      yield 1;
      yield 2;
    }, 'stream');
    await outer();
    const outerId = observed.span('invoke_agent outer').spanContext().spanId;
    const inners = observed.spans().filter(({ name }) => name === 'inner');
    expect(inners.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([outerId, outerId]);
  });

  it('rethrows from an async generator and marks the span', async () => {
    const agent = observe(async function* () {
      yield 1;
      throw new TypeError('broken');
    }, 'agent');
    const read = async () => {
      for await (const _ of agent());
    };
    await expect(read()).rejects.toThrow('broken');
    expect(observed.span('invoke_agent agent').attributes['error.type']).toBe('TypeError');
  });

  it('follows an async iterable object from its first iteration, and hands the same object back', async () => {
    const source = {
      name: 'cursor',
      async *[Symbol.asyncIterator]() {
        yield 1;
      },
    };
    const returned = observe(() => source, 'agent')();
    expect(returned).toBe(source);
    expect(agentSpans()).toHaveLength(0);
    for await (const _ of returned);
    expect(agentSpans()).toHaveLength(1);
  });

  it('leaves a cursor whole that is an iterator, makes iterators, and has private state', async () => {
    class Cursor {
      readonly #rows = [1, 2, 3];
      async next(): Promise<IteratorResult<number>> {
        const value = this.#rows.shift();
        return value === undefined ? { done: true, value } : { done: false, value };
      }
      async toArray(): Promise<number[]> {
        return this.#rows;
      }
      async *[Symbol.asyncIterator](): AsyncGenerator<number> {
        yield* this.#rows;
      }
    }
    const find = observe(() => new Cursor(), 'find');
    await expect(find().toArray()).resolves.toEqual([1, 2, 3]);
    const read: number[] = [];
    for await (const row of find()) read.push(row);
    expect(read).toEqual([1, 2, 3]);
    await expect(find().next()).resolves.toEqual({ done: false, value: 1 });
    expect(agentSpans()).toHaveLength(1);
  });

  it('hands the very generator back', () => {
    const source = (function* () {
      yield 1;
    })();
    expect(observe(() => source, 'agent')()).toBe(source);
  });

  it('follows the stream in an answer of the AWS SDK, and hands the same answer back', async () => {
    const events = async function* () {
      yield { messageStart: { role: 'assistant' } };
      yield { messageStop: { stopReason: 'end_turn' } };
      yield { metadata: { usage: { inputTokens: 1_000, outputTokens: 100 } } };
    };
    const answer = { $metadata: { requestId: 'r-1' }, stream: { [Symbol.asyncIterator]: events } };
    const options = { name: 'ask', kind: 'model', model: 'amazon.nova-pro-v1:0' } as const;
    expect(await observe(async () => answer, options)()).toBe(answer);
    expect(observed.spans()).toEqual([]);
    for await (const _ of answer.stream);
    expect(await new CostTracker().getCost()).toMatchObject({ inputTokens: 1_000, outputTokens: 100 });
  });

  it('leaves arrays, maps and responses alone', () => {
    for (const value of [[1], new Map(), new Set(), new Response('x'), Buffer.from('x')]) {
      expect(observe(() => value, 'agent')()).toBe(value);
    }
    expect(agentSpans()).toHaveLength(5);
  });
});

describe('hostile results', () => {
  const trap = (): never => {
    throw new Error('trap');
  };
  const hostile = new Proxy(
    {},
    { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap },
  );

  it.each([
    ['a proxy whose traps throw', hostile],
    ['an object with a hostile prototype', Object.create(hostile) as object],
    ['an object whose then is a throwing getter', Object.defineProperty({}, 'then', { get: trap })],
    ['a frozen thenable', Object.freeze(Object.defineProperty({}, 'then', { value: () => undefined }))],
  ])('come through untouched: %s', (_name, value) => {
    expect(Object.is(observe(() => value, 'agent')(), value)).toBe(true);
    expect(agentSpans()).toHaveLength(1);
  });
});

describe('recursion', () => {
  it('goes unobserved beyond a depth, instead of using up the stack of the application', () => {
    const count = trace((depth: number): number => (depth === 0 ? 0 : 1 + count(depth - 1)), 'count');
    expect(count(1_000)).toBe(1_000);
    expect(observed.spans().length).toBeGreaterThan(200);
    expect(observed.spans().length).toBeLessThan(1_000);
  });
});

describe('tracer.span', () => {
  const tracer = new Tracer();

  it('runs a function as a step and returns what it returns', async () => {
    expect(tracer.span('sync', () => 1)).toBe(1);
    await expect(tracer.span('async', async () => 2)).resolves.toBe(2);
    expect(observed.spanNames()).toEqual(['sync', 'async']);
  });

  it('times until end() when no function is given, once', () => {
    const span = tracer.span('timed');
    expect(observed.spans()).toHaveLength(0);
    span.end();
    span[Symbol.dispose]();
    expect(observed.spanNames()).toEqual(['timed']);
  });

  it('makes the outermost traced call an agent and those inside it steps', async () => {
    class Debugged {
      @tracer.trace
      async outer(): Promise<string> {
        return this.inner();
      }

      @tracer.trace({ name: 'renamed' })
      inner(): string {
        return 'x';
      }
    }
    await new Debugged().outer();
    expect(observed.spanNames()).toEqual(['renamed', 'invoke_agent outer']);
  });
});
