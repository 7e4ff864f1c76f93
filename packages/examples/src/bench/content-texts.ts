/** What is redacted at once, in UTF-16 units. */
export const TEXT_LENGTH = 65_536;

const SENTENCE =
  'Summarise what the passage says about budgets, and ask at 14:30 on Monday whether it is right. ';
const RECORD = '{"id":"4bf92f3577b3","name":"Search","args":{"city":"Oslo","limit":10},"ok":true},';

/** What an agent's contents mostly are. */
export const ORDINARY_TEXTS: Readonly<Record<string, string>> = {
  prose: repeated(SENTENCE),
  JSON: repeated(RECORD),
};

/** Beginnings of secrets without an end, again and again, and what careless patterns take seconds for. */
const PUMPS = [
  ...['a', '0', ' ', '-', '.', '@', '"', 'a@', 'a.a@', 'a@a.', '1 ', '4 ', '4111 ', '4111-', '123-45-'],
  ...[
    '://',
    '://a:b',
    '://a:b@',
    'sk-',
    'sk-a ',
    ' AKIAAAAAAAAA',
    'eyJ',
    'eyJhbGci.',
    'bearer ',
    'authorization: ',
  ],
  ...[
    'password="',
    'password= ',
    'api_key=',
    '\\n',
    '%20',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----',
    '-----END ',
  ],
];

export const HOSTILE_TEXTS: readonly string[] = PUMPS.map(repeated);

/** A prompt of 100 KB, as a conversation has them. */
export const LONG_PROMPT: readonly { readonly role: string; readonly content: string }[] = Array.from(
  { length: 10 },
  (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: SENTENCE.repeat(Math.ceil(10_240 / SENTENCE.length)).slice(0, 10_240),
  }),
);

function repeated(pump: string): string {
  return pump.repeat(Math.ceil(TEXT_LENGTH / pump.length)).slice(0, TEXT_LENGTH);
}
