import { redactText } from '@kagura/core';
import { contentTable } from './content-table';
import { HOSTILE_TEXTS, LONG_PROMPT, ORDINARY_TEXTS, TEXT_LENGTH } from './content-texts';

it('shows times beside their limit', () => {
  const lines = contentTable({
    redaction: [{ name: 'prose', milliseconds: 2.504 }],
    calls: [{ name: 'observed', milliseconds: 0.016 }],
  }).split('\n');
  expect(lines).toContain('| prose | 2.50 | 0.05 × |');
  expect(lines).toContain('| observed | 0.02 |');
});

it('measures texts of the length that is redacted at once, and a prompt of 100 KB', () => {
  for (const text of [...Object.values(ORDINARY_TEXTS), ...HOSTILE_TEXTS])
    expect(text).toHaveLength(TEXT_LENGTH);
  expect(LONG_PROMPT.map(({ content }) => content.length)).toEqual(Array(10).fill(10_240));
});

it.each(Object.entries(ORDINARY_TEXTS))('measures ordinary texts that have no secrets: %s', (_name, text) => {
  expect(redactText(text)).toBe(text);
});
