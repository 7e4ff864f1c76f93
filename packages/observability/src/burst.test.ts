import { metrics } from './metrics';
import { observe } from './observe';
import { type ObservedProcess, startObserved } from './test/observed-process';

let observed: ObservedProcess;
beforeEach(() => {
  observed = startObserved();
});
afterEach(() => observed.stop());

const BURST = 20_000;

it.each([
  ['calls', (n: number) => n],
  ['calls that end later', async (n: number) => n],
] as const)('loses none of 20,000 %s made within one tick', async (_name, fn) => {
  const call: (n: number) => unknown = observe(fn, { name: 'burst' });
  const results = Array.from({ length: BURST }, (_, n) => call(n));
  expect(await Promise.all(results)).toEqual(Array.from({ length: BURST }, (_, n) => n));
  expect((await metrics.getStats('burst')).totalCalls).toBe(BURST);
});
