import { SpanStatusCode } from '@opentelemetry/api';
import fc from 'fast-check';
import { observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved({ capture: { prompts: true, responses: true } });
});
afterEach(() => observed.stop());

/** What one value may take by default, twice for a message of JSON in JSON, and what says that there was more. */
const MAX_BYTES = 2 * 65_536 + 2_000;

const trap = (): never => {
  throw new Error('asked');
};
const TRAPS = { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap };

class Holder {
  readonly #value: unknown;
  readonly shown: unknown;

  constructor(value: unknown) {
    this.#value = value;
    this.shown = () => this.#value;
  }
}

/** What careless code trips over, around any value. */
const SHAPES: readonly ((value: unknown) => unknown)[] = [
  (value) => value,
  (value) => ({ value, count: 10n, symbol: Symbol('s'), call: trap }),
  (value) => Object.defineProperty({ value }, 'asked', { get: trap, enumerable: true }),
  (value) => {
    const circle: Record<string, unknown> = { value };
    circle.self = circle;
    return circle;
  },
  (value) => ({ value, toJSON: trap }),
  (value) => Array.from({ length: 500 }).reduce<unknown>((inside) => ({ inside }), value),
  (value) => new Holder(value),
  (value) =>
    Object.assign(new Error('hostile', { cause: value }), { status: value, message: value, errors: value }),
  (value) => new Proxy({ value }, TRAPS),
  (value) => {
    const { proxy, revoke } = Proxy.revocable({ value }, {});
    revoke();
    return proxy;
  },
];

const hostile = fc
  .tuple(
    fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withTypedArray: true,
    }),
    fc.nat(SHAPES.length - 1),
  )
  .map(
    ([value, shape]) =>
      () =>
        SHAPES[shape]!(value),
  );

it('gets, gives out and throws anything, which stays what it is', () => {
  const echo = observe((value: unknown) => value, 'echo');
  const raise = observe((value: unknown) => {
    throw value;
  }, 'raise');
  const numRuns = 10_000;
  const rejected = jest.fn();
  process.on('unhandledRejection', rejected);
  let wrong = 0;
  fc.assert(
    fc.property(hostile, (make) => {
      const value = make();
      if (!Object.is(echo(value), value)) wrong += 1;
      try {
        raise(value);
      } catch (error) {
        if (!Object.is(error, value)) wrong += 1;
      }
    }),
    { numRuns },
  );
  process.off('unhandledRejection', rejected);
  expect(wrong).toBe(0);
  expect(rejected).not.toHaveBeenCalled();
  const failed = observed.spans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed.map(({ name }) => name)).toEqual(Array(numRuns).fill('invoke_agent raise'));
  for (const { attributes, events } of observed.spans()) {
    for (const [key, text] of Object.entries(attributes)) {
      if (key.startsWith('gen_ai.') && key.endsWith('.messages')) JSON.parse(String(text));
      expect(Buffer.byteLength(String(text))).toBeLessThan(MAX_BYTES);
    }
    expect(Buffer.byteLength(JSON.stringify(events))).toBeLessThan(MAX_BYTES);
  }
});

const deep = Array.from({ length: 20_000 }).reduce<unknown>((inside) => ({ inside }), 'end');

it.each<[string, unknown]>([
  ['an object 20,000 levels deep', deep],
  ['a list with a billion holes', Object.assign([], { length: 1_000_000_000 })],
  ['two million items', Array(2_000_000).fill({ item: 'x' })],
  ['a million objects in one another', Array(1_000).fill(Array(1_000).fill({}))],
  [
    '100,000 properties',
    Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index])),
  ],
  ['a map of a million entries', new Map(Array.from({ length: 1_000_000 }, (_, index) => [index, index]))],
  ['50 MB of bytes', Buffer.alloc(50_000_000)],
  ['50 MB of text', 'x'.repeat(50_000_000)],
  ['50 MB of base64', `data:image/png;base64,${'Ab1+'.repeat(12_500_000)}`],
  ['halves of pairs and zeros', '\ud83d\u0000'.repeat(100_000)],
  ['characters of four bytes', '😀'.repeat(100_000)],
  ['names that are special', JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "prototype": 3}')],
])('keeps a bounded part of %s', (_name, value) => {
  const echo = observe((given: unknown) => given, { kind: 'step', name: 'echo' });
  expect(Object.is(echo(value), value)).toBe(true);
  const { attributes } = observed.span('echo');
  for (const key of ['kagura.input', 'kagura.output']) {
    const text = String(attributes[key]);
    JSON.parse(text);
    expect(Buffer.byteLength(text)).toBeLessThan(MAX_BYTES);
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
