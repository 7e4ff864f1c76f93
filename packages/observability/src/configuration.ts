import {
  type Budget,
  type BudgetLedger,
  ConfigurationError,
  checkPriceOverrides,
  type PriceOverride,
} from '@kagura/core';
import {
  budgetsOfFile,
  configurationPathFor,
  defaultDatabasePath,
  type FileConfiguration,
  readConfigurationFile,
} from '@kagura/store';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { type CaptureSettings, resolveCapture } from './capture-settings';
import type { Environment } from './environment';
import type { ObservabilityOptions } from './observability-options';
import type { OpenTelemetryEnvironment } from './open-telemetry-environment';
import { type OtlpSettings, resolveOtlp } from './otlp-settings';

/** Options with every default filled in, frozen. */
export interface Configuration {
  readonly serviceName: string;
  readonly environment: string | null;
  readonly database: string | false;
  readonly capture: CaptureSettings;
  readonly timeZone: string;
  readonly otlp: OtlpSettings;
  readonly prometheus: false | { readonly port?: number | undefined; readonly host?: string | undefined };
  /** Labels of metrics that the application asked for. */
  readonly labels: readonly string[] | undefined;
  readonly maxSeries: number | undefined;
  readonly openTelemetry: OpenTelemetryEnvironment;
  readonly priceOverrides: readonly PriceOverride[];
  readonly preferReported: boolean;
  readonly ledger: BudgetLedger | undefined;
  /** Those of the configuration file. */
  readonly budgets: readonly Budget[];
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
  'metrics',
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
  const database = resolveDatabase(options, environment);
  const file = readFileBeside(database, environment);
  const prometheus = switchable(options.prometheus);
  const timeZone = resolveTimeZone(options.timeZone ?? environment.timeZone ?? file?.timeZone);
  return Object.freeze({
    serviceName: options.serviceName ?? environment.serviceName ?? 'unknown_service',
    environment: options.environment ?? environment.environment ?? null,
    database,
    capture: resolveCapture(options.capture, captureDefaults(file, environment)),
    timeZone,
    otlp: resolveOtlp(options.otlp, {
      environment: environment.openTelemetry,
      isScraped: prometheus !== false,
    }),
    prometheus,
    labels: options.metrics?.labels,
    maxSeries: options.metrics?.maxSeries,
    openTelemetry: environment.openTelemetry,
    priceOverrides: resolvePriceOverrides(options, file),
    preferReported: options.pricing?.preferReported ?? false,
    ledger: options.ledger,
    budgets: file === undefined ? [] : budgetsOfFile(file, { timeZone }),
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

/** A process that observes nothing reads nothing either. */
function readFileBeside(database: string | false, { disabled }: Environment): FileConfiguration | undefined {
  if (disabled) return undefined;
  return readConfigurationFile(configurationPathFor(database || defaultDatabasePath(process.cwd())));
}

function captureDefaults(
  file: FileConfiguration | undefined,
  { captureContent }: Environment,
): FileConfiguration['capture'] {
  const { prompts, responses, maxBytes } = file?.capture ?? {};
  return { prompts: captureContent ?? prompts, responses: captureContent ?? responses, maxBytes };
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

/** Those of the code last, which count before those of the file. */
function resolvePriceOverrides(
  { pricing }: ObservabilityOptions,
  file: FileConfiguration | undefined,
): readonly PriceOverride[] {
  const overrides = pricing?.overrides ?? [];
  checkPriceOverrides(overrides);
  return [...(file?.priceOverrides ?? []), ...overrides];
}

function switchable<T extends object>(value: boolean | T | undefined): false | T | Record<string, never> {
  if (value === undefined || value === false) return false;
  return value === true ? {} : value;
}
