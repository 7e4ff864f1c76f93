import { openDatabase, SpanWriter, writeSettings } from '@kagura/store';
import type { Configuration } from './configuration';
import { type Diagnostics, describe } from './diagnostics';
import type { MetricsRecorder } from './metrics/metrics-recorder';
import type { RuntimeStore } from './runtime';

/**
 * Opens the store and its writer. A store that cannot be opened must not stop the application: calls then go on
 * unrecorded, and the developer is told why and how to mend it.
 */
export function openStore(
  { database: path, timeZone }: Configuration,
  { diagnostics, metrics }: { readonly diagnostics: Diagnostics; readonly metrics: MetricsRecorder },
): RuntimeStore | undefined {
  if (path === false) return undefined;
  try {
    const database = openDatabase({
      path,
      onWarning: ({ code, message }) => diagnostics.warn(code, message),
    });
    try {
      writeSettings(database, { timeZone });
    } catch (error) {
      // Readers then count days in the zone of before; the calls themselves can still be recorded.
      diagnostics.warn(
        'KAGURA_STORE_SETTINGS',
        `The time zone was not stored in ${path}: ${describe(error)}`,
      );
    }
    const writer = new SpanWriter(database, {
      onDrop: (reason, rows) => metrics.addDropped(reason, rows),
      onError: (error) =>
        diagnostics.warn('KAGURA_STORE_WRITE', `Calls could not be written to ${path}: ${describe(error)}`),
    });
    return { database, writer };
  } catch (error) {
    metrics.addInternalError('store-open');
    diagnostics.warn(
      'KAGURA_STORE_OPEN',
      `Calls are not stored, because ${path} could not be opened: ${describe(error)} ` +
        'Set `database` in startObservability() or KAGURA_DB to a file that can be written, or `database: false`.',
    );
    return undefined;
  }
}
