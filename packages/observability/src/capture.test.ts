import fc from 'fast-check';
import { toBoundedJson } from './capture';

const parse = (value: unknown, maxLength?: number): unknown => JSON.parse(toBoundedJson(value, maxLength));

class Secretive {
  visible = 1;
  get computed(): never {
    throw new Error('a getter was invoked');
  }
}

it.each<[unknown, unknown]>([
  ['text', 'text'],
  [
    [1, 'two', null, true],
    [1, 'two', null, true],
  ],
  [{ a: { b: [1] } }, { a: { b: [1] } }],
  [undefined, null],
  [12n, '12n'],
  [Number.NaN, 'NaN'],
  [Symbol('s'), 'Symbol(s)'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Map([['k', 1]]), [['k', 1]]],
  [new Set([1]), [1]],
  [Buffer.alloc(5), '[binary, 5 bytes]'],
  [new TypeError('bad'), '[Error: bad]'],
  [new Secretive(), { visible: 1 }],
  [Object.defineProperty({}, 'own', { enumerable: true, get: () => 1 }), { own: '[Getter]' }],
  [{ toJSON: () => 'replaced', kept: 1 }, { kept: 1 }],
])('writes %p', (value, expected) => {
  expect(parse(value)).toEqual(expected);
});

it('names cycles, but writes a value that is merely used twice', () => {
  const shared = { x: 1 };
  const cyclic: Record<string, unknown> = { first: shared, second: shared };
  cyclic.self = cyclic;
  expect(parse(cyclic)).toEqual({ first: { x: 1 }, second: { x: 1 }, self: '[Circular]' });
});

it('says how much of a long text, a long list and a deep object it left out', () => {
  expect(parse('x'.repeat(100), 10)).toBe(`${'x'.repeat(10)}[… 90 characters]`);
  expect((parse(new Array(2_000).fill(0)) as unknown[]).at(-1)).toBe('[… 1000 items]');
  const nested = (depth: number, inside: unknown) =>
    Array.from({ length: depth }).reduce<unknown>((value) => ({ a: value }), inside);
  expect(parse(nested(20, 1))).toEqual(nested(16, '[Object]'));
});

it('is bounded and valid JSON for any value, and never throws', () => {
  const hostile = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 2_000 }), (value, maxLength) => {
      const text = toBoundedJson(value, maxLength);
      JSON.parse(text);
      expect(text.length).toBeLessThanOrEqual(maxLength * 6 + 2_000);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['revoked proxy', Proxy.revocable({}, {})],
  ['50 MB of bytes', Buffer.alloc(50_000_000)],
  ['a sparse array', Object.assign([], { length: 1_000_000_000 })],
  ['100,000 keys', Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]))],
])('does bounded work for %s', (_name, value) => {
  const subject =
    'revoke' in (value as object) ? revoked(value as { proxy: object; revoke: () => void }) : value;
  expect(toBoundedJson([subject]).length).toBeLessThan(200_000);
});

function revoked({ proxy, revoke }: { proxy: object; revoke: () => void }): object {
  revoke();
  return proxy;
}
