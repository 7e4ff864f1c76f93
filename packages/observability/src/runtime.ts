import type { PriceOverride } from '@kagura/core';
import type { Database, SpanWriter } from '@kagura/store';
import type { AccountedSpans } from './accounted-spans';
import type { ActiveCall } from './active-call';
import type { AnsweredRequests } from './answered-requests';
import type { Budgets } from './budget/budgets';
import type { Clock } from './clock';
import type { Configuration } from './configuration';
import type { ContentCapture } from './content-capture';
import type { Diagnostics } from './diagnostics';
import type { ForeignSpans } from './foreign-spans';
import type { MetricsRecorder } from './metrics/metrics-recorder';
import type { ObservabilityOptions } from './observability-options';
import type { OpenCalls } from './open-calls';
import type { OpenTelemetryBinding } from './open-telemetry';
import type { Recorder } from './recorder';

/** The open store of a runtime. */
export interface RuntimeStore {
  readonly database: Database;
  readonly writer: SpanWriter;
  /** Prices that were set on the command line before the start. */
  readonly setPrices: readonly PriceOverride[];
}

/** Everything the call path needs; there is one in a process, under a global symbol. */
export interface Runtime {
  /** The options as the application gave them. */
  readonly options: ObservabilityOptions;
  readonly configuration: Configuration;
  /** The user's own prices, of the code and of the command line: where two are as close to a call, the later counts. */
  readonly priceOverrides: readonly PriceOverride[];
  /** Started by the first decorated call, with defaults. */
  readonly implicit: boolean;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly binding: OpenTelemetryBinding;
  readonly recorder: Recorder;
  readonly metrics: MetricsRecorder;
  readonly foreignSpans: ForeignSpans;
  readonly capture: ContentCapture;
  /** Calls whose stream or promise was dropped without being finished. */
  readonly abandoned: FinalizationRegistry<ActiveCall>;
  /** Calls whose promise or stream somebody still waits for. */
  readonly openCalls: OpenCalls;
  /** How many observed calls are inside one another on the stack at this moment; those that wait are not on it. */
  readonly callStack: { depth: number };
  readonly accounted: AccountedSpans;
  readonly answered: AnsweredRequests;
  readonly budgets: Budgets;
  /** `undefined` with `database: false`, or when the store could not be opened. */
  readonly store: RuntimeStore | undefined;
  /** Writes what is queued; resolves when exporters have it too, or after their deadline. Never rejects. */
  flush(): Promise<void>;
  /** @param options.keepOpenCalls another runtime takes over, where running calls end */
  shutdown(options?: { readonly keepOpenCalls?: boolean }): Promise<void>;
}
