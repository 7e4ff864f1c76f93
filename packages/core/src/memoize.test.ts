import { memoize, memoizePair } from './memoize';

it('a value is computed once for each key, and again after too many keys', () => {
  const computed: string[] = [];
  const remembered = memoize((key: string) => computed.push(key), 2);
  for (const key of ['a', 'b', 'a', 'c', 'a']) remembered(key);
  expect(computed).toEqual(['a', 'b', 'c', 'a']);
});

it('a value is computed once for each pair of keys', () => {
  const computed: string[] = [];
  const remembered = memoizePair((first: string, second: string) => computed.push(`${first}/${second}`));
  for (const [first, second] of ['ab', 'ba', 'ab', 'aa'].map((pair) => [...pair])) {
    remembered(first ?? '', second ?? '');
  }
  expect(computed).toEqual(['a/b', 'b/a', 'a/a']);
});
