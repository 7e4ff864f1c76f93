import { outputTokensPerSecond } from './output-rate';

const call = { usage: { outputTokens: 150 }, durationUs: 1_500_000, latencyTracked: true };

it('is the output of a call by its seconds', () => {
  expect(outputTokensPerSecond(call)).toBe(100);
});

it.each([
  ['no usage', { usage: null }],
  ['unknown output', { usage: { inputTokens: 7 } }],
  ['no time', { durationUs: 0 }],
  ['a time that says nothing', { latencyTracked: false }],
])('is unknown for %s', (_what, facts) => {
  expect(outputTokensPerSecond({ ...call, ...facts })).toBeNull();
});
