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
  /** Told before items are sent: they have left the queue. */
  readonly onTaken?: (items: Items) => void;
  readonly onFailure: (items: Items, error: unknown) => void;
}

/** Exports few batches at a time, tells of each that failed, and knows when none is left. */
export class CountedExporter<Items> {
  readonly #exporter: Exporter<Items>;
  readonly #options: CountedExporterOptions<Items>;
  readonly #waiting: { readonly send: () => void; readonly discard: () => void }[] = [];
  #running = 0;
  #onIdle: (() => void)[] = [];

  constructor(exporter: Exporter<Items>, options: CountedExporterOptions<Items>) {
    this.#exporter = exporter;
    this.#options = options;
  }

  export(items: Items, done: (result: ExportResult) => void): void {
    this.#options.onTaken?.(items);
    // Whoever exports has marked the context, so that the requests are not traced: also those that are sent later.
    const send = context.bind(context.active(), () => this.#send(items, done));
    this.#waiting.push({ send, discard: () => done({ code: 1, error: new Error('given up') }) });
    this.#next();
  }

  /** Sends nothing of what still waits: a process that has given up must not be kept alive by it. */
  discard(): void {
    for (const { discard } of this.#waiting.splice(0)) discard();
  }

  /** Resolves when nothing is being sent or waits for it. */
  async idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#onIdle.push(resolve));
  }

  #next(): void {
    while (this.#running < MAX_REQUESTS) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      this.#running += 1;
      next.send();
    }
    if (this.#running > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  #send(items: Items, done: (result: ExportResult) => void): void {
    let isSettled = false;
    const settle = (result: ExportResult): void => {
      if (isSettled) return;
      isSettled = true;
      this.#running -= 1;
      if (result.code !== 0) this.#options.onFailure(items, result.error);
      done(result);
      this.#next();
    };
    try {
      this.#exporter.export(items, settle);
    } catch (error) {
      settle({ code: 1, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
}
