import { TraceFlags } from '@opentelemetry/api';
import type { BatchSpanProcessor, ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { BatchSettings } from '../otlp-settings';
import { CountedExporter } from './counted-exporter';
import { pauseAfter } from './export-pause';

/** Why a span was not delivered. */
export type LostSpanReason = 'export_queue' | 'export_failed' | 'export_deadline';

export interface SpanExportOptions {
  readonly exporter: SpanExporter;
  readonly batch: BatchSettings;
  readonly onLost: (reason: LostSpanReason, spans: number) => void;
  /** Told of each request that failed for good. */
  readonly onError: (error: unknown) => void;
}

/**
 * OpenTelemetry's batch processor, with two things it leaves out: every span that is not delivered is counted, and a
 * flush also waits for requests that are under way.
 */
export class SpanExport implements SpanProcessor {
  readonly #options: SpanExportOptions;
  readonly #exporter: CountedExporter<ReadableSpan[]>;
  readonly #batch: BatchSpanProcessor;
  #queued = 0;
  #sending = 0;
  #isOver = false;

  constructor(options: SpanExportOptions) {
    this.#options = options;
    const { exporter, batch } = options;
    this.#exporter = new CountedExporter(exporter, {
      onSend: ({ length }) => {
        this.#queued -= length;
        this.#sending += length;
      },
      onDone: ({ length }) => {
        this.#sending -= length;
      },
      onFailure: ({ length }, error) => {
        this.#lost('export_failed', length);
        if (!this.#isOver) options.onError(error);
      },
      onDiscarded: ({ length }) => {
        this.#queued -= length;
        this.#lost('export_deadline', length);
      },
      pauseAfter,
    });
    const { BatchSpanProcessor } = loadSdk();
    this.#batch = new BatchSpanProcessor({
      ...batch,
      exporter: {
        // The batch is ours from here on: a processor that waits for it keeps the process alive for 30 seconds.
        export: (spans, done) => {
          this.#exporter.export(spans);
          done({ code: 0 });
        },
        shutdown: () => exporter.shutdown(),
      },
    });
  }

  /** Spans that wait to be sent. */
  get queued(): number {
    return this.#queued;
  }

  onStart(): void {
    // Nothing is exported of a span that has not ended.
  }

  onEnd(span: ReadableSpan): void {
    const isSampled = (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
    if (!isSampled || this.#isOver) return;
    if (this.#queued >= this.#options.batch.maxQueueSize) {
      this.#lost('export_queue', 1);
      return;
    }
    this.#queued += 1;
    this.#batch.onEnd(span);
  }

  /** Never rejects: failures went to `onError` one by one. */
  async forceFlush(): Promise<void> {
    await this.#exporter.flush(() => this.#batch.forceFlush());
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    await Promise.allSettled([this.#batch.shutdown()]);
    this.#isOver = true;
  }

  /**
   * Counts as lost what a flush has handed over and no request was made for yet, and makes none.
   *
   * @returns how many spans that are
   */
  discard(): number {
    const before = this.#queued;
    this.#exporter.discard();
    return before - this.#queued;
  }

  /**
   * Counts all that is not delivered yet as lost; nobody waits for it any longer.
   *
   * @returns how many spans that are
   */
  giveUp(): number {
    if (this.#isOver) return 0;
    const undelivered = this.#queued + this.#sending;
    this.#lost('export_deadline', undelivered);
    this.#isOver = true;
    this.#exporter.discard();
    return undelivered;
  }

  #lost(reason: LostSpanReason, spans: number): void {
    if (!this.#isOver && spans > 0) this.#options.onLost(reason, spans);
  }
}

function loadSdk(): typeof import('@opentelemetry/sdk-trace') {
  return require('@opentelemetry/sdk-trace') as typeof import('@opentelemetry/sdk-trace');
}
