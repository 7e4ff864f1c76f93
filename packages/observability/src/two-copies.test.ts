import { CostTracker, metrics, observe, recordUsage, trace } from './index';
import { startObserved } from './test/observed-process';
import { chatCompletion } from './test/responses';

/** A second copy of the package in the same process, as npm nests one, or as a hot reload leaves behind. */
function secondCopy(): typeof import('./index') {
  let copy: typeof import('./index') | undefined;
  jest.isolateModules(() => {
    copy = require('./index');
  });
  if (copy === undefined || copy.observe === observe) throw new Error('the copy is no other one');
  return copy;
}

describe('calls of two copies of the package inside each other are counted once', () => {
  const copy = secondCopy();
  const completion = chatCompletion({ id: 'chatcmpl-1', model: 'gpt-4o-mini', input: 1_000, output: 100 });
  const first = { observe, recordUsage, trace };

  it.each([
    ['the first has the agent and its model call, the second the step between them', first, copy],
    ['the second has the agent and its model call, the first the step between them', copy, first],
  ])('%s', async (_, outer, inner) => {
    const observed = startObserved();
    const complete = outer.trace(async () => completion, { kind: 'model' });
    const research = inner.trace(() => complete(), 'research');
    const ask = outer.observe(async () => {
      outer.recordUsage(await research());
    }, 'assistant');
    await ask();
    expect(observed.spanNames()).toEqual(['chat gpt-4o-mini', 'research', 'invoke_agent assistant']);
    expect(await new CostTracker().getCost({ agent: 'assistant' })).toMatchObject({
      calls: 1,
      nanoUsd: 210_000,
    });
    expect(await metrics.getStats('assistant')).toMatchObject({ totalCalls: 1 });
    await observed.stop();
  });
});
