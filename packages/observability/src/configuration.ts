import { type BudgetLedger, ConfigurationError, checkPriceOverrides, type PriceOverride } from '@kagura/core';
import { defaultDatabasePath } from '@kagura/store';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { type CaptureSettings, resolveCapture } from './capture-settings';
import type { Environment } from './environment';
import type { ObservabilityOptions } from './observability-options';

/** Options with every default filled in, frozen. */
export interface Configuration {
  readonly serviceName: string;
  readonly environment: string | null;
  readonly database: string | false;
  readonly capture: CaptureSettings;
  readonly timeZone: string;
  readonly otlp:
    | false
    | { readonly url?: string | undefined; readonly headers?: Readonly<Record<string, string>> | undefined };
  readonly prometheus: false | { readonly port?: number | undefined; readonly host?: string | undefined };
  readonly priceOverrides: readonly PriceOverride[];
  readonly preferReported: boolean;
  readonly ledger: BudgetLedger | undefined;
  readonly spanProcessors: readonly SpanProcessor[];
  readonly register: 'auto' | boolean;
}

const KNOWN = new Set([
  'serviceName',
  'environment',
  'database',
  'capture',
  'timeZone',
  'otlp',
  'prometheus',
  'pricing',
  'ledger',
  'spanProcessors',
  'register',
]);

/** @throws ConfigurationError for an option that cannot work, with the value received. */
export function resolveConfiguration(options: ObservabilityOptions, environment: Environment): Configuration {
  for (const key of Object.keys(options)) {
    if (!KNOWN.has(key))
      throw new ConfigurationError(`Unknown option "${key}". Known options: ${[...KNOWN].join(', ')}.`);
  }
  return Object.freeze({
    serviceName: options.serviceName ?? environment.serviceName ?? 'unknown_service',
    environment: options.environment ?? environment.environment ?? null,
    database: resolveDatabase(options, environment),
    capture: resolveCapture(options.capture, environment.captureContent),
    timeZone: resolveTimeZone(options.timeZone ?? environment.timeZone),
    otlp: switchable(options.otlp),
    prometheus: switchable(options.prometheus),
    priceOverrides: resolvePriceOverrides(options),
    preferReported: options.pricing?.preferReported ?? false,
    ledger: options.ledger,
    spanProcessors: options.spanProcessors ?? [],
    register: options.register ?? 'auto',
  });
}

function resolveDatabase({ database }: ObservabilityOptions, environment: Environment): string | false {
  if (database === '' || (database !== undefined && database !== false && typeof database !== 'string')) {
    throw new ConfigurationError(`database must be a path or false, received ${JSON.stringify(database)}.`);
  }
  return database ?? environment.database ?? defaultDatabasePath(process.cwd());
}

function resolveTimeZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en-US', timeZone === undefined ? {} : { timeZone }).resolvedOptions()
      .timeZone;
  } catch (error) {
    throw new ConfigurationError(
      `timeZone must be an IANA name such as "Asia/Tokyo", received ${JSON.stringify(timeZone)}.`,
      {
        cause: error,
      },
    );
  }
}

function resolvePriceOverrides({ pricing }: ObservabilityOptions): readonly PriceOverride[] {
  const overrides = pricing?.overrides ?? [];
  checkPriceOverrides(overrides);
  return overrides;
}

function switchable<T extends object>(value: boolean | T | undefined): false | T | Record<string, never> {
  if (value === undefined || value === false) return false;
  return value === true ? {} : value;
}
