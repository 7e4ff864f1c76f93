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
  const onNewListener = (event: string | symbol, listener: unknown): void => {
    const watch = watches.get(String(event));
    if (watch && listener !== watch.listener) process.nextTick(watch.moveToFront);
  };
  for (const watch of watches.values()) watch.start();
  process.on('newListener', onNewListener);
  return () => {
    process.off('newListener', onNewListener);
    for (const watch of watches.values()) watch.stop();
  };
}

class SignalWatch {
  readonly #signal: EndingSignal;
  readonly #work: UnsavedWork;
  #isActive = false;

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

  /** Only the first to be called sees every other listener: one that is called once is gone afterwards. */
  readonly moveToFront = (): void => {
    const listeners = process.listeners(this.#signal);
    if (!listeners.includes(this.listener) || listeners[0] === this.listener) return;
    process.off(this.#signal, this.listener);
    process.prependListener(this.#signal, this.listener);
  };

  readonly listener = (_name: string, signalNumber?: number): void => {
    this.#work.save();
    // Other libraries count the listeners to learn whether it is theirs to end the process: they find what they would
    // find without us. And a second signal, sent while exporters take their time, ends the process at once.
    process.off(this.#signal, this.listener);
    const isEmittedByHand = signalNumber === undefined;
    if (isEmittedByHand || process.listenerCount(this.#signal) > 0) {
      void this.#work.exportRest();
      process.nextTick(this.#listen);
      return;
    }
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
