import { Instrument, type InstrumentDefinition, type InstrumentLimits } from './instrument';
import { LABEL, type LabelValues } from './labels';
import { CounterSeries } from './series';

const MICROSECONDS = 1_000_000;

const DROPPED: InstrumentDefinition = {
  name: 'kagura.dropped',
  description: 'Rows and spans that were given up instead of being kept or delivered.',
  unit: '{row}',
  labels: [LABEL.reason],
};

const INTERNAL_ERRORS: InstrumentDefinition = {
  name: 'kagura.internal.errors',
  description: 'Errors inside Kagura that were kept away from the application.',
  unit: '{error}',
  labels: [LABEL.where],
};

const EXPORT_ERRORS: InstrumentDefinition = {
  name: 'kagura.export.errors',
  description: 'Times that spans or metrics could not be exported.',
  unit: '{error}',
  labels: [LABEL.signal],
};

const FOLDED: InstrumentDefinition = {
  name: 'kagura.labels.folded',
  description: 'Times that something was counted under `other`, because its metric had its most series.',
  unit: '{value}',
  labels: [],
};

const GAUGES = {
  queueSize: {
    name: 'kagura.queue.size',
    description: 'Rows that wait to be written to the store, and spans that wait to be exported.',
    unit: '{row}',
    labels: [LABEL.queue],
  },
  storeSize: {
    name: 'kagura.store.size.bytes',
    description: 'Size of the database file with the log beside it.',
    unit: 'By',
    labels: [],
  },
  writeLag: {
    name: 'kagura.store.write_lag.seconds',
    description: 'How long the oldest row has waited to be written to the store.',
    unit: 's',
    divisor: MICROSECONDS,
    labels: [],
  },
  pricesAge: {
    name: 'kagura.prices.age.seconds',
    description: 'How long ago the shipped prices were gathered.',
    unit: 's',
    labels: [],
  },
} as const satisfies Readonly<Record<string, InstrumentDefinition>>;

export type HealthGauge = keyof typeof GAUGES;

/** Whether the other metrics can be believed: what was lost, what failed, and what waits. */
export class HealthMetrics {
  readonly counters: readonly Instrument<CounterSeries>[];
  readonly gauges: readonly Instrument<CounterSeries>[];
  readonly #dropped: Instrument<CounterSeries>;
  readonly #internalErrors: Instrument<CounterSeries>;
  readonly #exportErrors: Instrument<CounterSeries>;
  readonly #folded: Instrument<CounterSeries>;
  readonly #byName: Readonly<Record<HealthGauge, Instrument<CounterSeries>>>;
  readonly #refreshes: (() => void)[] = [];

  constructor(limits: InstrumentLimits) {
    const make = (definition: InstrumentDefinition) =>
      new Instrument(definition, limits, () => new CounterSeries());
    this.#dropped = make(DROPPED);
    this.#internalErrors = make(INTERNAL_ERRORS);
    this.#exportErrors = make(EXPORT_ERRORS);
    this.#folded = make(FOLDED);
    this.counters = [this.#dropped, this.#internalErrors, this.#exportErrors, this.#folded];
    this.#byName = {
      queueSize: make(GAUGES.queueSize),
      storeSize: make(GAUGES.storeSize),
      writeLag: make(GAUGES.writeLag),
      pricesAge: make(GAUGES.pricesAge),
    };
    this.gauges = Object.values(this.#byName);
  }

  /** With 0 the series begins, so that its first growth is seen as such. */
  dropped(reason: string, rows: number): void {
    this.#dropped.open({ [LABEL.reason]: reason }).add(rows);
  }

  internalError(where: string): void {
    this.#internalErrors.open({ [LABEL.where]: where }).add(1);
  }

  /** With 0 the series begins. */
  exportErrors(signal: string, errors: number): void {
    this.#exportErrors.open({ [LABEL.signal]: signal }).add(errors);
  }

  folded(): void {
    this.#folded.open({}).add(1);
  }

  /**
   * Reads a gauge whenever metrics are collected; `undefined` while there is nothing to tell.
   *
   * @param read gives rows, bytes, seconds of age, or microseconds of lag; an error it throws leaves the gauge out
   */
  observe(gauge: HealthGauge, read: () => number | undefined, labels: LabelValues = {}): void {
    const instrument = this.#byName[gauge];
    this.#refreshes.push(() => {
      const value = readingOf(read);
      if (value === undefined) instrument.close(labels);
      else instrument.open(labels).value = value;
    });
  }

  /** Called by every collection before it reads. */
  refresh(): void {
    for (const refresh of this.#refreshes) refresh();
  }
}

function readingOf(read: () => number | undefined): number | undefined {
  try {
    return read();
  } catch {
    // A file that cannot be asked is told of where it is used; the other metrics are collected all the same.
    return undefined;
  }
}
