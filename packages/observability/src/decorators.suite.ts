import { SpanStatusCode } from '@opentelemetry/api';
import { currentSpan, Observe, Trace } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

class Boom extends Error {}

class Agents {
  readonly prefix = 'p:';

  @Observe
  bare(text: string): string {
    return this.prefix + text;
  }

  @Observe()
  async factory(text: string, _count?: number): Promise<string> {
    await Promise.resolve();
    return this.prefix + text;
  }

  @Observe('named agent')
  named(): number {
    return 7;
  }

  @Observe({ name: 'optioned', attributes: { team: 'search' } })
  async optioned(): Promise<ReturnType<typeof chatCompletion>> {
    return chatCompletion({ id: 'chatcmpl-1', model: 'gpt-4o-mini', input: 1000, output: 100 });
  }

  @Observe((self: Agents, text: string) => ({ name: `${self.prefix}${text}` }))
  dynamic(text: string): string {
    return text;
  }

  @Observe()
  *generator(count: number): Generator<number, string> {
    for (let index = 0; index < count; index += 1) yield index;
    return 'done';
  }

  @Observe()
  async *asyncGenerator(count: number): AsyncGenerator<string> {
    for (let index = 0; index < count; index += 1) {
      await Promise.resolve();
      yield `${index}:${(currentSpan() as unknown as { name: string }).name}`;
    }
  }

  @Observe()
  throwing(): never {
    throw new Boom('sync');
  }

  @Observe()
  async rejecting(): Promise<never> {
    await Promise.resolve();
    throw new Boom('async');
  }

  @Observe()
  static shared(value: number): number {
    return value * 2;
  }

  overloaded(value: string): string;
  overloaded(value: number): number;
  @Observe()
  overloaded(value: string | number): string | number {
    return value;
  }

  @Observe()
  async outer(): Promise<string> {
    return (await this.inner()) + this.step();
  }

  @Observe()
  async inner(): Promise<string> {
    return 'inner+';
  }

  @Trace
  step(): string {
    return 'step';
  }

  @Observe()
  get answer(): number {
    return 42;
  }
}

class Child extends Agents {
  @Observe()
  override bare(text: string): string {
    return `child ${super.bare(text)}`;
  }
}

@Observe
class WholeAgent {
  readonly greeting = 'hi';

  run(): string {
    return this.helper();
  }

  helper(): string {
    return this.greeting;
  }
}

@Observe
class TwiceDecorated {
  static readonly made = 1;
  #secret = 2;

  @Observe('own name')
  run(): number {
    return this.#secret + this.computed;
  }

  get computed(): number {
    return 3;
  }

  set computed(value: number) {
    this.#secret = value;
  }

  [Symbol.toPrimitive](): string {
    return 'primitive';
  }
}

@Trace
class WholeStep {
  work(): string {
    return 'worked';
  }
}

/** What holds for decorated classes under both decorator standards. Run by one test file for each. */
export function decoratorSuite(): void {
  let observed: ObservedProcess;
  const agents = new Agents();

  beforeEach(() => {
    observed = startObserved();
  });
  afterEach(() => observed.stop());

  it('keeps sync methods sync, with this and arguments', () => {
    expect(agents.bare('a')).toBe('p:a');
    expect(observed.spanNames()).toEqual(['invoke_agent bare']);
  });

  it('keeps async methods async and records the agent', async () => {
    await expect(agents.factory('b', 1)).resolves.toBe('p:b');
    expect(observed.span('invoke_agent factory').attributes).toMatchObject({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'factory',
    });
  });

  it.each([
    ['bare', 1],
    ['factory', 2],
    ['named', 0],
    ['generator', 1],
    ['overloaded', 1],
  ] as const)('keeps name and length of %s', (method, length) => {
    expect(Agents.prototype[method].name).toBe(method);
    expect(Agents.prototype[method]).toHaveLength(length);
  });

  it('keeps decorated methods out of enumeration', () => {
    expect(Object.keys(Agents.prototype)).toEqual([]);
    expect(Object.keys(WholeAgent.prototype)).toEqual([]);
  });

  it('names by string, by options and by a function of the call', () => {
    agents.named();
    agents.dynamic('x');
    expect(observed.spanNames()).toEqual(['invoke_agent named agent', 'invoke_agent p:x']);
  });

  it('prices what an optioned agent returns, on a model span of its own', async () => {
    const response = await agents.optioned();
    expect(response.usage.prompt_tokens).toBe(1000);
    expect(observed.spanNames()).toEqual(['chat gpt-4o-mini', 'invoke_agent optioned']);
    expect(observed.span('chat gpt-4o-mini').attributes['kagura.cost.usd']).toBeCloseTo(0.00021, 12);
    const agent = observed.span('invoke_agent optioned').attributes;
    expect(agent).toMatchObject({ team: 'search', 'kagura.cost.subtree_usd': 0.00021 });
    expect(agent).not.toHaveProperty('kagura.cost.usd');
  });

  it('keeps generators generators, with the span open until they are done', () => {
    const values = agents.generator(3);
    expect(observed.spans()).toHaveLength(0);
    expect(values.next()).toEqual({ done: false, value: 0 });
    expect(observed.spans()).toHaveLength(0);
    expect([...values]).toEqual([1, 2]);
    expect(observed.spanNames()).toEqual(['invoke_agent generator']);
  });

  it('ends a generator that is left early, and passes return() on', () => {
    for (const value of agents.generator(10)) if (value === 1) break;
    expect(observed.spanNames()).toEqual(['invoke_agent generator']);
  });

  it('runs the body of an async generator in its own span', async () => {
    const seen: string[] = [];
    for await (const value of agents.asyncGenerator(2)) seen.push(value);
    expect(seen).toEqual(['0:invoke_agent asyncGenerator', '1:invoke_agent asyncGenerator']);
    expect(observed.spanNames()).toEqual(['invoke_agent asyncGenerator']);
  });

  it('lets the thrown value through and marks the span', () => {
    expect(() => agents.throwing()).toThrow(Boom);
    const span = observed.span('invoke_agent throwing');
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'sync' });
    expect(span.attributes['error.type']).toBe('Boom');
    expect(span.events.map(({ name }) => name)).toEqual(['exception']);
  });

  it('rejects with the same value and marks the span', async () => {
    await expect(agents.rejecting()).rejects.toBeInstanceOf(Boom);
    expect(observed.span('invoke_agent rejecting').status.code).toBe(SpanStatusCode.ERROR);
  });

  it('works on static, overloaded and inherited methods and on getters', () => {
    expect(Agents.shared(4)).toBe(8);
    expect(agents.overloaded('s')).toBe('s');
    expect(agents.overloaded(2)).toBe(2);
    expect(new Child().bare('c')).toBe('child p:c');
    expect(agents.answer).toBe(42);
    expect(observed.spanNames()).toEqual([
      'invoke_agent shared',
      'invoke_agent overloaded',
      'invoke_agent overloaded',
      'invoke_agent bare',
      'invoke_agent bare',
      'invoke_agent answer',
    ]);
  });

  it('nests agents and steps, and attributes steps to the nearest agent', async () => {
    expect(await agents.outer()).toBe('inner+step');
    const outer = observed.span('invoke_agent outer');
    for (const name of ['invoke_agent inner', 'step']) {
      expect(observed.span(name).parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
    }
    expect(observed.span('step').attributes).toEqual({ 'kagura.agent': 'outer' });
  });

  it('makes a decorated class one agent whose methods are steps of each other', () => {
    const agent = new WholeAgent();
    expect(agent).toBeInstanceOf(WholeAgent);
    expect(WholeAgent.name).toBe('WholeAgent');
    expect(agent.run()).toBe('hi');
    expect(observed.spanNames()).toEqual(['helper', 'invoke_agent WholeAgent']);
  });

  it('wraps a method once that is decorated itself, in a class that keeps what is no method', () => {
    const agent = new TwiceDecorated();
    agent.computed = 4;
    expect([agent.run(), TwiceDecorated.made, `${agent}`]).toEqual([7, 1, 'primitive']);
    expect(observed.spanNames()).toEqual(['invoke_agent own name']);
  });

  it('makes the methods of a class under @Trace steps', () => {
    expect(new WholeStep().work()).toBe('worked');
    expect(observed.spanNames()).toEqual(['work']);
  });

  it('observes detached and bound methods like attached ones', () => {
    const { named } = agents;
    expect(named.call(agents)).toBe(7);
    expect(agents.bare.bind(Object.assign(new Agents(), { prefix: 'other:' }))('z')).toBe('other:z');
    expect(observed.spans()).toHaveLength(2);
  });
}
