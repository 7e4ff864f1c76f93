import { hideUsage } from './hide-usage';

const hide = (chunk: unknown): string => hideUsage(`data: ${JSON.stringify(chunk)}\n\n`, chunk);

it('leaves out the chunk that holds nothing but usage', () => {
  expect(hide({ id: 'c', choices: [], usage: { prompt_tokens: 1 } })).toBe('');
});

it('leaves out that a chunk tells no usage', () => {
  expect(hide({ id: 'c', choices: [{ delta: {} }], usage: null })).toBe(
    'data: {"id":"c","choices":[{"delta":{}}]}\n\n',
  );
});

it.each([
  ['a chunk without a word of usage', { id: 'c', choices: [] }],
  [
    'usage that comes with an answer, which nobody asked for',
    { choices: [{ delta: {} }], usage: { total: 1 } },
  ],
  ['usage where there are no choices at all', { usage: { input_tokens: 1 } }],
])('shows %s', (_what, chunk) => {
  expect(hide(chunk)).toBe(`data: ${JSON.stringify(chunk)}\n\n`);
});
