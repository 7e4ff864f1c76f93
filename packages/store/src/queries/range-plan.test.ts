import fc from 'fast-check';
import { planRange, spansOf } from './range-plan';

const date = (text: string) => new Date(`2025-10-${text}Z`);
const seconds = (text: string) => date(text).getTime() / 1_000;
const microseconds = (text: string) => date(text).getTime() * 1_000;

it('reads whole days, whole hours around them, and spans only at the edges', () => {
  expect(planRange({ start: date('01T10:30:00'), end: date('30T02:15:00') })).toEqual({
    days: [{ from: seconds('02T00:00:00'), to: seconds('30T00:00:00') }],
    hours: [
      { from: seconds('01T11:00:00'), to: seconds('02T00:00:00') },
      { from: seconds('30T00:00:00'), to: seconds('30T02:00:00') },
    ],
    edges: [
      { from: microseconds('01T10:30:00'), to: microseconds('01T11:00:00') },
      { from: microseconds('30T02:00:00'), to: microseconds('30T02:15:00') },
    ],
  });
});

it('reads days alone where there is no limit', () => {
  const { days, hours, edges } = planRange({});
  expect([days.length, hours, edges]).toEqual([1, [], []]);
  expect(days[0]?.from).toBeLessThan(seconds('01T00:00:00'));
});

it('covers every instant of a range once, and none outside', () => {
  const instant = fc.integer({ min: -300 * 3_600_000, max: 300 * 3_600_000 });
  fc.assert(
    fc.property(instant, instant, instant, (start, end, at) => {
      const range = { start: new Date(start), end: new Date(end) };
      const { days, hours, edges } = planRange(range);
      const inside = ({ from, to }: { from: number; to: number }, unit: number) =>
        from <= at * unit && at * unit < to;
      const hits = [
        ...[...days, ...hours].filter((part) => inside(part, 1 / 1_000)),
        ...edges.filter((part) => inside(part, 1_000)),
      ];
      const expected = start <= at && at < end ? 1 : 0;
      expect(hits).toHaveLength(expected);
      expect(spansOf(range).edges.filter((part) => inside(part, 1_000))).toHaveLength(expected);
    }),
  );
});
