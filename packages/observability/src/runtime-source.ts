import { ConfigurationError } from '@kagura/core';
import { readEnvironment } from './environment';
import type { ReadingSource } from './reading';
import type { Runtime } from './runtime';
import { runtimeBudgetAccess } from './runtime-budget-access';
import { currentRuntime } from './runtime-registry';
import { switchedOffSource } from './switched-off-source';

/**
 * Reading from the running process. Starts the runtime with defaults where nothing is running yet.
 *
 * @throws ConfigurationError when observability was shut down or has no store
 */
export function runtimeSource(): ReadingSource {
  const runtime = currentRuntime();
  if (runtime === undefined) {
    const environment = readEnvironment();
    if (environment.disabled) return switchedOffSource(environment);
    throw new ConfigurationError(
      'Observability is not running: it was shut down. ' +
        'Call startObservability() first, or read a file with { database: path }.',
    );
  }
  return sourceOf(runtime);
}

function sourceOf(runtime: Runtime): ReadingSource {
  const { configuration, priceOverrides, store } = runtime;
  return {
    timeZone: configuration.timeZone,
    priceOverrides,
    now: () => new Date(),
    budgets: runtimeBudgetAccess(runtime),
    open: async () => {
      if (store === undefined) {
        throw new ConfigurationError(
          configuration.database === false
            ? 'There is no store to read: observability was started with `database: false`.'
            : `There is no store to read: ${configuration.database} could not be opened (see the warning at start).`,
        );
      }
      store.writer.flush();
      return store.database;
    },
  };
}
