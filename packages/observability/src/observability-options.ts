import type { BudgetLedger, PriceOverride } from '@kagura/core';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { CaptureOptions } from './capture-settings';
import type { OtlpOptions } from './otlp-settings';

/** Options of `startObservability`. Everything has a default. */
export interface ObservabilityOptions {
  /** @default `OTEL_SERVICE_NAME`, else that of `OTEL_RESOURCE_ATTRIBUTES`, else the package's name under npm, else 'unknown_service' */
  readonly serviceName?: string | undefined;
  /** Deployment environment. @default `deployment.environment.name` of `OTEL_RESOURCE_ATTRIBUTES`, else `NODE_ENV` */
  readonly environment?: string | undefined;
  /** Database file, or `false` for no store. @default `KAGURA_DB`, else `.kagura/kagura.db` beside the nearest package.json */
  readonly database?: string | false | undefined;
  /** What is kept of prompts and responses where a method does not say, and what is redacted. @default nothing is kept */
  readonly capture?: CaptureOptions | undefined;
  /** IANA time zone of days and months in every report. @default `KAGURA_TZ`, else the system's */
  readonly timeZone?: string | undefined;
  /**
   * Sends spans and metrics to an OTLP/HTTP endpoint; `true` takes it from the variables `OTEL_EXPORTER_OTLP_*`, else
   * localhost:4318. @default not
   */
  readonly otlp?: boolean | OtlpOptions;
  /** Serves Prometheus metrics. @default not */
  readonly prometheus?: boolean | { readonly port?: number | undefined; readonly host?: string | undefined };
  readonly metrics?: {
    /**
     * Further labels on the metrics of calls: `user`, `session`, `tenant`, or the name of a tag or attribute. Each
     * multiplies the number of series. @default none
     */
    readonly labels?: readonly string[] | undefined;
    /** Label sets of one metric; later ones are added up under `other`. At least 10. @default 2000 */
    readonly maxSeries?: number | undefined;
  };
  readonly pricing?: {
    /** Prices that stand before the shipped table. @default none */
    readonly overrides?: readonly PriceOverride[] | undefined;
    /** Count what the provider itself says a call cost, where it says so. @default false: ours where we have a price */
    readonly preferReported?: boolean | undefined;
  };
  /**
   * Where budgets are kept: in Redis, for limits that many machines share, with `redisLedger()` of `@kagura/redis`.
   * @default `ledger.db` beside the database, which the processes of a machine share; in memory with `database: false`
   */
  readonly ledger?: BudgetLedger | undefined;
  /** Processors for our own provider, beside ours: an exporter of the application, for example. */
  readonly spanProcessors?: readonly SpanProcessor[] | undefined;
  /**
   * 'auto': use the application's tracer provider when there is one, else register our own. `true`: register our own,
   * an error when the application has one. `false`: keep our own private. @default 'auto'
   */
  readonly register?: 'auto' | boolean | undefined;
}
