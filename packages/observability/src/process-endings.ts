import { watchSignals } from './process-signals';

/** What would be lost if the process ended now. */
export interface UnsavedWork {
  /** Ends the calls that somebody still waits for: nobody can any more. Never throws. */
  endOpenCalls(): void;
  /** Saves at once what can be saved at once. Never throws. */
  save(): void;
  /** Exports the rest: resolves when that is done or given up, never rejects. `undefined` where nothing is exported. */
  exportRest(): Promise<void> | undefined;
}

/**
 * Saves the work however the process ends, and changes nothing about the end: no exit code, no signal, no handling of
 * uncaught errors, and nothing here keeps the process alive. Only SIGKILL and a crash of the runtime itself get past.
 *
 * @returns stops watching
 */
export function watchEndings(work: UnsavedWork): () => void {
  const onExit = (): void => {
    work.endOpenCalls();
    work.save();
  };
  const onBeforeExit = (): void => {
    process.off('beforeExit', onBeforeExit);
    void work.exportRest();
  };
  process.on('exit', onExit);
  process.on('beforeExit', onBeforeExit);
  const stopWatchingSignals = watchSignals(work);
  return () => {
    process.off('exit', onExit);
    process.off('beforeExit', onBeforeExit);
    stopWatchingSignals();
  };
}
