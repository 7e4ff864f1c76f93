import { StepCounts } from './step-counts';

it('counts the calls of each invocation, and forgets it with its end', () => {
  const counts = new StepCounts();
  counts.add('a');
  counts.add('b');
  counts.add('a');
  expect([counts.take('a'), counts.take('b'), counts.take('none')]).toEqual([2, 1, 0]);
  expect(counts.take('a')).toBe(0);
});

it('forgets the oldest of 10,001 invocations that never end, and keeps counting the others', () => {
  const counts = new StepCounts();
  for (let n = 0; n <= 10_000; n += 1) counts.add(`span ${n}`);
  counts.add('span 1');
  expect([counts.take('span 0'), counts.take('span 1'), counts.take('span 10000')]).toEqual([0, 2, 1]);
});
