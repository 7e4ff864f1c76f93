import { types } from 'node:util';

/** Ways of reading a stream that go past every method of the object. */
export type Pipe = 'pipeTo' | 'pipeThrough' | 'tee';

type Reader = ReadableStreamDefaultReader<unknown>;

/**
 * Pipes what a reader reads, with the demand and the errors of a pipe from the reader's stream, and gives that free again
 * when the pipe is done.
 */
export function pipeFrom(reader: object, key: Pipe, args: readonly unknown[]): unknown {
  const { source, release } = sourceOf(reader as Reader);
  let piping: unknown;
  try {
    piping = Reflect.apply(source[key], source, args);
  } catch (error) {
    release();
    throw error;
  }
  return types.isPromise(piping) ? piping.finally(release) : piping;
}

function sourceOf(reader: Reader): { readonly source: ReadableStream; readonly release: () => void } {
  const release = (): void => reader.releaseLock();
  const source = new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          release();
          throw error;
        });
        if (!done) return controller.enqueue(value);
        release();
        controller.close();
      },
      cancel: (reason) => reader.cancel(reason).finally(release),
    },
    { highWaterMark: 0 },
  );
  return { source, release };
}
