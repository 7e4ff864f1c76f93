import type { Budgets } from './budget/budgets';
import type { Diagnostics } from './diagnostics';
import { watchEndings } from './process-endings';
import type { RuntimeStore } from './runtime';
import type { RuntimeExports } from './runtime-exports';
import { safely } from './safely';
import { writeQueued } from './write-queued';

interface LifecycleParts {
  readonly diagnostics: Diagnostics;
  readonly exports: RuntimeExports;
  readonly store: RuntimeStore | undefined;
  readonly budgets: Budgets;
  readonly onShutdown: () => void;
  /** Ends the calls that somebody still waits for. */
  readonly endOpenCalls: () => void;
}

/** A process that was told to end waits for its exporters no longer than this. */
const LAST_EXPORT_MS = 2_000;

/** Flush and shutdown, also when the process ends: rows synchronously, exporters as long as there is time. */
export function runtimeLifecycle(parts: LifecycleParts) {
  const { diagnostics, exports, store, budgets, onShutdown } = parts;
  const endOpenCalls = () => safely(diagnostics, 'end-open-calls', parts.endOpenCalls);
  const stopWatching =
    store || exports.sends || budgets.ledger
      ? watchEndings({
          save: () => {
            safely(diagnostics, 'save', () => store?.writer.flush());
            safely(diagnostics, 'save-ledger', () => budgets.flushNow());
          },
          endOpenCalls,
          exportRest: () => (exports.sends ? exports.flushWithin(LAST_EXPORT_MS) : undefined),
        })
      : undefined;
  return {
    async flush(): Promise<void> {
      await Promise.all([store && writeQueued(store.writer), exports.flush(), budgets.flush()]);
    },
    async shutdown({ keepOpenCalls = false } = {}): Promise<void> {
      // At once: of two runtimes that both watch, each would leave a signal to the other.
      stopWatching?.();
      if (!keepOpenCalls) endOpenCalls();
      if (store) await writeQueued(store.writer);
      store?.writer.close();
      onShutdown();
      await Promise.all([exports.shutdown(), budgets.close()]);
      store?.database.close();
    },
  };
}
