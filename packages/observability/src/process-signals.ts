import { isMainThread } from 'node:worker_threads';
import type { UnsavedWork } from './process-endings';

/** What ends a process from outside and can be answered: a supervisor's stop, Ctrl-C, a terminal that closes. */
const ENDING_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

type EndingSignal = (typeof ENDING_SIGNALS)[number];

/**
 * Saves what is in memory when one of the signals arrives, and leaves it otherwise as effective as it was: where the
 * application listens, the application decides; where nobody does, the signal ends the process.
 *
 * @returns stops listening
 */
export function watchSignals(work: UnsavedWork): () => void {
  // In a worker thread signals are never delivered.
  const watches = new Map(
    isMainThread ? ENDING_SIGNALS.map((signal) => [signal as string, new SignalWatch(signal, work)]) : [],
  );
  const onRemoved = (event: string | symbol, listener: unknown): void => {
    watches.get(String(event))?.noteRemoved(listener);
  };
  for (const watch of watches.values()) watch.start();
  process.on('removeListener', onRemoved);
  return () => {
    process.off('removeListener', onRemoved);
    for (const watch of watches.values()) watch.stop();
  };
}

class SignalWatch {
  readonly #signal: EndingSignal;
  readonly #work: UnsavedWork;
  #isActive = false;
  #otherWasCalled = false;

  constructor(signal: EndingSignal, work: UnsavedWork) {
    this.#signal = signal;
    this.#work = work;
  }

  start(): void {
    this.#isActive = true;
    this.#listen();
  }

  stop(): void {
    this.#isActive = false;
    process.off(this.#signal, this.listener);
  }

  /** A listener that is called once, and before ours, is gone when ours is called: it listened all the same. */
  noteRemoved(listener: unknown): void {
    if (listener === this.listener) return;
    this.#otherWasCalled = true;
    process.nextTick(() => {
      this.#otherWasCalled = false;
    });
  }

  readonly listener = (_name: string, signalNumber?: number): void => {
    // Other libraries count the listeners to learn whether it is theirs to end the process: they find what they would
    // find without us. And a second signal, sent while exporters take their time, ends the process at once.
    process.off(this.#signal, this.listener);
    const isEmittedByHand = signalNumber === undefined;
    if (isEmittedByHand || this.#otherWasCalled || process.listenerCount(this.#signal) > 0) {
      this.#work.save();
      void this.#work.exportRest();
      process.nextTick(this.#listen);
      return;
    }
    this.#work.endOpenCalls();
    this.#work.save();
    const exporting = this.#work.exportRest();
    if (exporting) void exporting.then(this.#raise);
    else this.#raise();
  };

  readonly #listen = (): void => {
    if (this.#isActive) process.prependListener(this.#signal, this.listener);
  };

  /** With nobody listening any more the system acts as it would have acted, and the parent process sees the signal. */
  readonly #raise = (): void => {
    process.kill(process.pid, this.#signal);
    // Process 1 of a container is not ended by a signal that nobody handles: then everything goes on.
    setImmediate(this.#listen);
  };
}
