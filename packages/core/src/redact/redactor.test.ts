import { KEY_PREFIXES } from './key-prefixes';
import { MAX_REDACTED_LENGTH, redactText } from './redactor';

/** Put together here, so that no scanner takes this file for a leak. */
const BODY = 'a8Kx2Zq9Lm4Rt7Wb1Ys6Dv3Nc5Hf0JgPoQe8Ui2Aa7Bb4Cc9Dd';
const WEB_TOKEN = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NSJ9', 'dBjftJeZ4CVPmB92K27uhbUJ'].join('.');
const PRIVATE_KEY = ['BEGIN', 'END']
  .map((edge) => `-----${edge} RSA PRIVATE KEY-----`)
  .join('\nMIIEowIBAAKCAQEA7\nx+8/9Q==\n');

const secrets: readonly (readonly [rule: string, secret: string])[] = [
  ...KEY_PREFIXES.map(({ rule, prefix }) => [rule, `${prefix}${BODY}`] as const),
  ['web_token', WEB_TOKEN],
  ['private_key', PRIVATE_KEY],
  ['private_key', PRIVATE_KEY.replaceAll('RSA PRIVATE KEY', 'PGP PRIVATE KEY BLOCK')],
  ['email', 'jane.doe+agents@mail.example.co.uk'],
  ['email', "o'neill@example.com"],
  ['card', '4111 1111 1111 1111'],
  ['card', '5555-5555-5555-4444'],
  ['card', '378282246310005'],
  ['card', '6011111111111117'],
  ['card', '3530111333300000'],
  ['card', '30569309025904'],
  ['card', '4222222222222'],
  ['card', '2223003122003222'],
  ['card', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
  ['social_security_number', '123-45-6789'],
];

/** Where secrets stand: the text around one, which stays. */
const places: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['Use ', ' for this.'],
  ['It is ', '.'],
  ['(', ')'],
  ['first line\n', '\nlast line'],
  ['{"value":"', '"}'],
  ['{"text":"a line\\n', '\\nanother"}'],
  ['https://example.com/?q=a%20', '&page=2'],
];

const cases = secrets.flatMap(([rule, secret]) =>
  places.map(([before, after]) => ({ rule, secret, before, after })),
);

it.each(cases)('replaces the $rule in $before…$after', ({ rule, secret, before, after }) => {
  expect(redactText(`${before}${secret}${after}`)).toBe(`${before}[redacted: ${rule}]${after}`);
});

it.each([
  ['Authorization: Bearer abc123def456', 'Authorization: Bearer [redacted: credentials]'],
  [`curl -H "authorization: Basic dXNlcjpwYXNz"`, `curl -H "authorization: Basic [redacted: credentials]"`],
  ['{"Authorization":"Token 9944b09199c62bcf"}', '{"Authorization":"Token [redacted: credentials]"}'],
  ['a bearer 9944b09199c62bcf', 'a bearer [redacted: credentials]'],
  ['postgres://app:p@ss@db:5432/shop', 'postgres://[redacted: url_credentials]@db:5432/shop'],
  ['https://a:b@example.com/x', 'https://[redacted: url_credentials]@example.com/x'],
  ['https://9944b09199c62bcf9@example.com', 'https://[redacted: url_credentials]@example.com'],
  ['{"password": "hunter2"}', '{"password": "[redacted: named_secret]"}'],
  ['{\\"db_password\\":\\"hunter2\\"}', '{\\"db_password\\":\\"[redacted: named_secret]\\"}'],
  ['MISTRAL_API_KEY=aBcD1234eFgH5678', 'MISTRAL_API_KEY=[redacted: named_secret]'],
  ['/v1?access_token=abc12345&page=2', '/v1?access_token=[redacted: named_secret]&page=2'],
  ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key = [redacted: named_secret]'],
])('replaces what stands behind a name or a scheme: %s', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

it.each([
  'Use a task-management-and-planning-approach for the sk-loading-spinner-container.',
  'The secret_manager_configuration_for_production is in npm_package_dependencies_typescript.',
  'ASIA-PACIFIC-REGION-SALES and ASIA/Tokyo, hf_transformers_tokenizers_parallelism',
  'git clone git@github.com:openai/openai-node.git',
  'npm install react@18.2.0 @scope/package@latest lodash@4',
  'icon@2x.png, @Observe, name@localhost',
  'password: string; apiKey: process.env.OPENAI_API_KEY; secret: true',
  'apiKey = getPassword()',
  '{"properties":{"password":{"type":"string","description":"their password"}}}',
  '{"password":"Enter your password"}',
  'bearer authentication, Bearer tokens, basic JavaScript',
  'https://example.com:8080/a@b, https://jane@localhost/',
  'order 1234567890123456, call 4111-1111-1111-1112',
  '1764064800000000000 ns, 0.4111111111111111, a4111111111111111b',
  '2026-11-25T12:00:00.000Z 2026-11-25 12:00',
  'trace 4bf92f3577b34da6a3ce929d0e0e4736, 3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  '123-45-67890, 000-12-3456, 666-12-3456, 900-12-3456, 1-123-45-6789',
  'tel. +1 202 555 0143, +44 20 7946 0958',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  'eyJ is how JSON begins in base64, eyJhIjoxfQ',
  'const isToken = alphanumericAnd("_-."); // AKIA is a prefix',
  '東京の天気は晴れです。お問い合わせはこちら。',
  '2 + 2 = 4; the sum of 4111 and 1111 is 5222',
])('leaves alone: %s', (text) => {
  expect(redactText(text)).toBe(text);
});

it('names both of two that stand side by side, and one of two that overlap', () => {
  expect(redactText(`a@b.com,c@d.org ${WEB_TOKEN} x`)).toBe(
    '[redacted: email],[redacted: email] [redacted: web_token] x',
  );
  expect(redactText(`api_key=sk-proj-${BODY}`)).toBe('api_key=[redacted: openai_key]');
});

it('leaves the date beside a card', () => {
  expect(redactText('4111 1111 1111 1111 12/27')).toBe('[redacted: card] 12/27');
  expect(redactText('4111 1111 1111 1111 2027')).toBe('[redacted: card] 2027');
});

describe('a text that is cut', () => {
  it.each(secrets)('shows nothing of the %s that begins before the cut', (rule, secret) => {
    for (let shown = 1; shown < secret.length; shown += 1) {
      const text = `${'.'.repeat(100 - shown - 1)} ${secret} and more`;
      expect(redactText(text, { limit: 100 })).toBe(`${'.'.repeat(100 - shown - 1)} [redacted: ${rule}]`);
    }
  });

  it('is no longer than what is looked at', () => {
    expect(redactText('x'.repeat(1_000_000))).toHaveLength(MAX_REDACTED_LENGTH);
    expect(redactText('x'.repeat(1_000_000), { limit: 10 })).toBe('xxxxxxxxxx');
    expect(redactText('x'.repeat(100_000), { limit: 1e9 })).toHaveLength(MAX_REDACTED_LENGTH);
  });

  it('does not end with half a character', () => {
    expect(redactText('abcdefg😀', { limit: 8 })).toBe('abcdefg');
  });

  it('shows nothing of a private key whose end is not in sight', () => {
    const [begin] = PRIVATE_KEY.split('\n');
    const key = `${begin}\n${'MIIEowIBAAKCAQEA7x\n'.repeat(5_000)}`;
    expect(redactText(`key: ${key}`, { limit: 1_000 })).toBe('key: [redacted: private_key]');
  });
});

describe('the work', () => {
  const hostile: readonly string[] = [
    ...[
      'a',
      '0',
      ' ',
      '-',
      '@',
      'a@',
      'a.a@',
      '1 ',
      '4111 ',
      '4111-',
      '://',
      '://a:b@',
      'sk-',
      'sk-a ',
      'eyJ',
    ],
    ...[
      'eyJhbGci.',
      'bearer ',
      'authorization: ',
      'password="',
      'password= ',
      'api_key=1',
      '\\n',
      '%20',
      '.',
    ],
    ...[
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\u0000',
      '-----END ',
      '123-45-',
    ],
    ...[' AKIAAAAAAAAAAAAAAA', 'a@a.aa', '"', 'jane@example.com '],
  ];

  /** Looks at single characters; searches are the engine's own, for fixed texts and patterns without loops. */
  function steps(text: string): number {
    const { charCodeAt } = String.prototype;
    let count = 0;
    String.prototype.charCodeAt = function (index) {
      count += 1;
      return charCodeAt.call(this, index);
    };
    try {
      redactText(text);
    } finally {
      String.prototype.charCodeAt = charCodeAt;
    }
    return count;
  }

  it.each(hostile)('grows with the length only, for %j again and again', (pump) => {
    const repeated = (length: number) => pump.repeat(Math.ceil(length / pump.length)).slice(0, length);
    const short = steps(repeated(6_000));
    expect(steps(repeated(60_000))).toBeLessThanOrEqual(11 * short + 1_000);
    expect(short).toBeLessThan(6_000 * 80);
  });
});
