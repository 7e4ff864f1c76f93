import * as sdk from '@opentelemetry/sdk-trace';
import { samplerOf } from './sampler';

it.each([
  ['always_on', undefined, 'AlwaysOnSampler'],
  ['always_off', undefined, 'AlwaysOffSampler'],
  ['traceidratio', '0.25', 'TraceIdRatioBased{0.25}'],
  ['traceidratio', 'a quarter', 'TraceIdRatioBased{1}'],
  ['traceidratio', undefined, 'TraceIdRatioBased{1}'],
  ['traceidratio', '1.5', 'TraceIdRatioBased{1}'],
])('%s with %p is %s', (name, argument, expected) => {
  expect(samplerOf(sdk, name, argument)?.toString()).toBe(expected);
});

it('asks the parent first where the name says so', () => {
  expect(samplerOf(sdk, 'parentbased_traceidratio', '0.5')?.toString()).toMatch(
    /^ParentBased\{root=TraceIdRatioBased\{0.5\}/,
  );
});

it.each([undefined, 'jaeger_remote', 'parentbased_jaeger_remote'])('leaves %p to the SDK', (name) => {
  expect(samplerOf(sdk, name, undefined)).toBeUndefined();
});
