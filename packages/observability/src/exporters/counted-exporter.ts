import { context } from '@opentelemetry/api';

/** OpenTelemetry's exporters of spans and of metrics, as far as they are the same. */
interface Exporter<Items> {
  export(items: Items, done: (result: ExportResult) => void): void;
}

interface ExportResult {
  /** 0 for success. */
  readonly code: number;
  readonly error?: Error;
}

/** OTLP's exporter refuses what is more than 30 at once, as a flush of a long queue would be. */
const MAX_REQUESTS = 8;

export interface CountedExporterOptions<Items> {
  /** Told of items that are sent now. */
  readonly onSend?: (items: Items) => void;
  /** Told what became of them. */
  readonly onDone?: (items: Items) => void;
  readonly onFailure: (items: Items, error: unknown) => void;
  /** Told of items that were discarded before they were sent. */
  readonly onDiscarded?: (items: Items) => void;
  /**
   * Called after each failure: how long the rest waits where nobody is waiting for it, in milliseconds. An endpoint
   * that is down would else keep a process alive that has come to its end, request after request. @default 0
   */
  readonly pauseAfter?: (error: unknown, failures: number) => number;
}

/** Exports few batches at a time, tells of each that failed, and knows when none is left. */
export class CountedExporter<Items> {
  readonly #exporter: Exporter<Items>;
  readonly #options: CountedExporterOptions<Items>;
  readonly #waiting: { readonly send: () => void; readonly discard: () => void }[] = [];
  readonly #onIdle: (() => void)[] = [];
  #running = 0;
  #flushes = 0;
  #failures = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(exporter: Exporter<Items>, options: CountedExporterOptions<Items>) {
    this.#exporter = exporter;
    this.#options = options;
  }

  export(items: Items, done?: (result: ExportResult) => void): void {
    // Whoever exports has marked the context, so that the requests are not traced: also those that are sent later.
    const send = context.bind(context.active(), () => this.#send(items, done));
    const discard = (): void => {
      this.#options.onDiscarded?.(items);
      done?.({ code: 1, error: new Error('given up') });
    };
    this.#waiting.push({ send, discard });
    this.#next();
  }

  /** Sends what waits, and what `handOver` adds, without a pause; resolves when all of it is settled. Never rejects. */
  async flush(handOver: () => Promise<void>): Promise<void> {
    this.#flushes += 1;
    this.#next();
    await Promise.allSettled([handOver()]);
    await this.#idle();
    this.#flushes -= 1;
  }

  /** Sends nothing of what still waits, so that a process which has given up is not kept alive by it. */
  discard(): void {
    for (const { discard } of this.#waiting.splice(0)) discard();
  }

  async #idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  #next(): void {
    while (this.#running < MAX_REQUESTS && (this.#pause === undefined || this.#flushes > 0)) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#running += 1;
      next.send();
    }
    if (this.#running > 0 || this.#waiting.length > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  #send(items: Items, done: ((result: ExportResult) => void) | undefined): void {
    this.#options.onSend?.(items);
    let isSettled = false;
    const settle = (result: ExportResult): void => {
      if (isSettled) return;
      isSettled = true;
      this.#running -= 1;
      this.#options.onDone?.(items);
      if (result.code === 0) this.#failures = 0;
      else this.#failed(items, result.error);
      done?.(result);
      this.#next();
    };
    try {
      this.#exporter.export(items, settle);
    } catch (error) {
      settle({ code: 1, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  #failed(items: Items, error: unknown): void {
    this.#options.onFailure(items, error);
    this.#failures += 1;
    const milliseconds = this.#options.pauseAfter?.(error, this.#failures) ?? 0;
    if (milliseconds === 0) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#next();
    }, milliseconds).unref();
  }
}
