import type { PriceOverride } from '@kagura/core';
import {
  type Database,
  openDatabase,
  readPriceOverrides,
  SpanWriter,
  writeCodePriceOverrides,
  writeSettings,
} from '@kagura/store';
import type { Configuration } from './configuration';
import { type Diagnostics, describe } from './diagnostics';
import type { MetricsRecorder } from './metrics/metrics-recorder';
import type { RuntimeStore } from './runtime';

interface StoreParts {
  readonly diagnostics: Diagnostics;
  readonly metrics: MetricsRecorder;
  readonly implicit: boolean;
}

/**
 * Opens the store and its writer. A store that cannot be opened must not stop the application: calls then go on
 * unrecorded, and the developer is told why and how to mend it.
 */
export function openStore(configuration: Configuration, parts: StoreParts): RuntimeStore | undefined {
  const { database: path } = configuration;
  const { diagnostics, metrics } = parts;
  if (path === false) return undefined;
  try {
    const database = openDatabase({
      path,
      onWarning: ({ code, message }) => diagnostics.warn(code, message),
    });
    keepSettings(database, configuration, parts);
    const writer = new SpanWriter(database, {
      onDrop: (reason, rows) => metrics.addDropped(reason, rows),
      onError: (error) =>
        diagnostics.warn('KAGURA_STORE_WRITE', `Calls could not be written to ${path}: ${describe(error)}`),
    });
    return { database, writer, setPrices: readSetPrices(database, diagnostics) };
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

/** What readers of the file have to agree on with the program. */
function keepSettings(
  database: Database,
  { timeZone, priceOverrides }: Configuration,
  { diagnostics, implicit }: StoreParts,
): void {
  try {
    writeSettings(database, { timeZone });
    // A program that was started without options, and without a file of them, says nothing about prices.
    if (!implicit || priceOverrides.length > 0) writeCodePriceOverrides(database, priceOverrides);
  } catch (error) {
    // Readers then go by what was said before; the calls themselves can still be recorded.
    diagnostics.warn(
      'KAGURA_STORE_SETTINGS',
      `The time zone and the prices of your own were not stored in ${database.path}: ${describe(error)}`,
    );
  }
}

function readSetPrices(database: Database, diagnostics: Diagnostics): readonly PriceOverride[] {
  try {
    return readPriceOverrides(database).flatMap(({ origin, override }) =>
      origin === 'cli' ? [override] : [],
    );
  } catch (error) {
    diagnostics.warn(
      'KAGURA_STORE_SETTINGS',
      `Prices set on the command line could not be read from ${database.path}: ${describe(error)}`,
    );
    return [];
  }
}
