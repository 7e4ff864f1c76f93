/** Something has not come in time. It may come yet. */
export class TooLateError extends Error {
  override readonly name = 'TooLateError';
}

/**
 * What a promise brings, or a `TooLateError`. An event loop that was busy for so long reads what has come first, before
 * it is said to be late.
 */
export function withinTime<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const tooLate = () => reject(new TooLateError(`${what} within ${ms} ms`));
    const timer = setTimeout(() => setImmediate(tooLate), ms);
    const settle = (tell: () => void) => {
      clearTimeout(timer);
      tell();
    };
    promise.then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    );
  });
}
