import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { DEFAULT_MAX_CAPTURE, toBoundedJson as writeJson } from './capture';
import { rulesOnly } from './test/rules-only';

const toBoundedJson = (value: unknown, maxBytes = DEFAULT_MAX_CAPTURE): string =>
  writeJson(value, { maxBytes, filter: rulesOnly });
const parse = (value: unknown, maxBytes?: number): unknown => JSON.parse(toBoundedJson(value, maxBytes));

class Secretive {
  visible = 1;
  get computed(): never {
    throw new Error('a getter was invoked');
  }
}

/** `printf hello | sha256sum` */
const HELLO = '[binary, 5 bytes, sha256 2cf24dba5fb0a30e]';

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
  [Buffer.from('hello'), HELLO],
  [new Uint8Array(Buffer.from('hello')).buffer, HELLO],
  [new DataView(new Uint8Array(Buffer.from('..hello')).buffer, 2), HELLO],
  [Object('boxed'), 'boxed'],
  [Object(1), '1'],
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
  expect(parse('x'.repeat(100), 12)).toBe(`${'x'.repeat(10)}[… 90 characters]`);
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
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxLength + 1_000);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['京', 3],
  ['é', 2],
  ['😀', 4],
  ['\u0001', 6],
  ['"', 2],
  ['\ud83d', 6],
])('counts the bytes of %j as JSON has them', (character, bytes) => {
  const text = character.repeat(1_000);
  const fitting = parse(text, 2 + 10 * bytes);
  expect(fitting).toBe(`${character.repeat(10)}[… ${990 * character.length} characters]`);
});

it('never cuts a character in two', () => {
  expect(parse('😀😀', 9)).toBe('😀[… 2 characters]');
});

describe('data', () => {
  const bytes = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 256));
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const encoded = bytes.toString('base64');

  it.each([
    ['a base64 text', encoded, `[base64, 300 bytes, sha256 ${digest}]`],
    [
      'one in the alphabet of addresses',
      bytes.toString('base64url'),
      `[base64, 300 bytes, sha256 ${digest}]`,
    ],
    ['a data URL', `data:image/png;base64,${encoded}`, `[image/png, 300 bytes, sha256 ${digest}]`],
    [
      'data URLs in a text',
      `See ![](data:image/png;base64,${encoded}) and <img src="data:audio/wav;rate=8;base64,${encoded}">.`,
      `See ![]([image/png, 300 bytes, sha256 ${digest}]) and <img src="[audio/wav, 300 bytes, sha256 ${digest}]">.`,
    ],
  ])('is told by kind, size and digest: %s', (_name, value, expected) => {
    expect(parse([value])).toEqual([expected]);
  });

  it('is told where it is short too, in the fields of providers', () => {
    const short = Buffer.from('a picture of one pixel, which has some header: \u0001\u0002\u0003');
    const content = short.toString('base64');
    const told = `[base64, ${short.length} bytes, sha256 ${createHash('sha256').update(short).digest('hex').slice(0, 16)}]`;
    expect(parse({ type: 'blob', content })).toEqual({ type: 'blob', content: told });
    expect(parse({ source: { data: content } })).toEqual({ source: { data: told } });
    expect(parse({ type: 'text', content })).toEqual({ type: 'text', content });
  });

  it('is digested up to a size, and told by its size beyond a few', () => {
    const large = Buffer.alloc(300_000, 1);
    const first = createHash('sha256').update(large.subarray(0, 262_144)).digest('hex').slice(0, 16);
    const told = `[binary, 300000 bytes, sha256 of the first 262144 ${first}]`;
    expect(parse(Array(6).fill(large))).toEqual([
      ...Array(4).fill(told),
      ...Array(2).fill('[binary, 300000 bytes]'),
    ]);
  });

  it('is no text that repeats itself, nor one in words', () => {
    for (const text of [
      'x'.repeat(300),
      '0'.repeat(300),
      'ab12'.repeat(100),
      'Words of 10 letters. '.repeat(20),
    ])
      expect(parse(text)).toBe(text);
  });
});

describe('secrets', () => {
  const key = `sk-proj-${'abc123'.repeat(5)}`;

  it('are named in texts, in names of properties, and behind a name that says it', () => {
    const value = {
      text: `key ${key}`,
      'jane@example.com': 1,
      apiKey: 'short',
      db_password: 4711,
      password: '',
    };
    expect(parse(value)).toEqual({
      text: 'key [redacted: openai_key]',
      '[redacted: email]': 1,
      apiKey: '[redacted: named_secret]',
      db_password: '[redacted: named_secret]',
      password: '',
    });
  });

  it('are found in numbers too', () => {
    const card = 4111111111111111;
    expect(parse([card, BigInt(card), { note: card }])).toEqual([
      '[redacted: card]',
      '[redacted: card]',
      { note: '[redacted: card]' },
    ]);
    expect(parse([card + 1, -card, 1e300, 4n, { pin_password: 4n }])).toEqual([
      card + 1,
      '-[redacted: card]',
      1e300,
      '4n',
      { pin_password: '[redacted: named_secret]' },
    ]);
  });

  it('leave what is named after them but is none: a schema, a count of tokens', () => {
    const value = { properties: { password: { type: 'string' } }, max_tokens: 100, token: 'Hello' };
    expect(parse(value)).toEqual(value);
  });

  it('show nothing of themselves where the text is cut', () => {
    for (let shown = 1; shown < key.length; shown += 1)
      expect(toBoundedJson(`${'.'.repeat(99 - shown)} ${key}`, 102)).not.toContain('sk-');
  });
});

it.each([
  ['revoked proxy', Proxy.revocable({}, {})],
  ['50 MB of bytes', Buffer.alloc(50_000_000)],
  ['a sparse array', Object.assign([], { length: 1_000_000_000 })],
  ['a boxed text', Object('x'.repeat(1_000_000))],
  [
    '100,000 functions',
    Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, () => 1])),
  ],
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
