import fc from 'fast-check';
import { dataOf, EventSplitter } from './event-splitter';

function split(pieces: readonly string[]): string[] {
  const splitter = new EventSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), splitter.rest()];
}

it.each(['\n', '\r\n', '\r'])(
  'finds the events in whatever pieces they come, with lines that end in %j',
  (end) => {
    const line = fc.constantFrom('data: {"a":1}', 'event: ping', ': comment', 'data:');
    const event = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join(end) + end + end);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), fc.array(fc.nat(80)), (events, cuts) => {
        const text = events.join('');
        const ends = [
          ...cuts.filter((cut) => cut < text.length).sort((one, other) => one - other),
          text.length,
        ];
        const pieces = ends.map((to, index) => text.slice(ends[index - 1] ?? 0, to));
        expect(split(pieces)).toEqual([...events, '']);
      }),
    );
  },
);

it('keeps what is left of an event that never ends', () => {
  expect(split(['data: 1\n\ndata: 2\n', 'data'])).toEqual(['data: 1\n\n', 'data: 2\ndata']);
});

it.each([
  ['data: {"a":1}\n\n', '{"a":1}'],
  ['event: x\r\ndata:{"a":1}\r\n\r\n', '{"a":1}'],
  ['data: [DONE]\n\n', '[DONE]'],
  [': ping\n\n', undefined],
  ['data: {"a":\ndata: 1}\n\n', undefined],
])('the data of %j is %j', (event, expected) => {
  expect(dataOf(event)).toBe(expected);
});
