import { SpanStatusCode } from '@opentelemetry/api';
import fc from 'fast-check';
import { observe } from './index';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved({ capture: { prompts: true, responses: true } });
});
afterEach(() => observed.stop());

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
  expect(wrong).toBe(0);
  const failed = observed.spans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed.map(({ name }) => name)).toEqual(Array(numRuns).fill('invoke_agent raise'));
});
