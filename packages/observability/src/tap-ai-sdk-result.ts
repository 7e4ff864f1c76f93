import { types } from 'node:util';
import type { ResultWatcher } from './result-watcher';

/** Where the versions of the AI SDK keep the steps of a streamed text until they are known: 5 and later, and 4. */
const PENDING = [
  ['_steps', 'promise'],
  ['stepsPromise', 'value'],
] as const;

/**
 * Follows what `streamText()` of the Vercel AI SDK returns: no stream and no promise, but an object that makes both when
 * it is asked. Asking for its public `steps` would read the whole stream, so that the promise behind them is awaited
 * instead; it settles when the application has read to the end. False for anything else.
 */
export function tapAiSdkResult(result: object, watcher: ResultWatcher): boolean {
  const steps = stepsOf(result);
  if (!steps) return false;
  steps.then(
    (known) => watcher.streamEnded({ aborted: false, returned: { steps: known } }),
    (error: unknown) => watcher.fail(error),
  );
  watcher.watchAbandonment(result);
  return true;
}

function stepsOf(result: object): Promise<unknown> | undefined {
  for (const [key, promise] of PENDING) {
    const pending: unknown = Object.getOwnPropertyDescriptor(result, key)?.value;
    if (typeof pending === 'object' && pending !== null && 'resolve' in pending && 'reject' in pending) {
      const steps: unknown = Reflect.get(pending, promise);
      if (types.isPromise(steps)) return steps;
    }
  }
  return undefined;
}
