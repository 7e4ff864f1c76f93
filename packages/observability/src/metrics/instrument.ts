import { type LabelValues, OTHER } from './labels';

/** What an instrument is called and how its integer sums turn into the value that readers see. */
export interface InstrumentDefinition {
  /** OpenTelemetry's name, as it goes out by OTLP. */
  readonly name: string;
  /** Name for the scrape where the translation from OTLP to Prometheus would add a unit that the exporter does not. */
  readonly prometheusName?: string;
  readonly description: string;
  readonly unit: string;
  /** Stored integers are divided by this once, when they are collected. @default 1 */
  readonly divisor?: number;
  /** Keys of the labels that vary, beside service and environment. */
  readonly labels: readonly string[];
  /** A label of few fixed values, kept when the others fold into `other`: adding up its values would mean nothing. */
  readonly kept?: { readonly key: string; readonly values: number };
  /** Fed by spans, so that the labels the application asked for apply too. */
  readonly ofSpans?: boolean;
}

export interface InstrumentLimits {
  /** Labels of every series: the service and its environment. */
  readonly constants: Readonly<Record<string, string>>;
  readonly extraLabels: readonly string[];
  /** Series of one instrument before `other`. */
  readonly maxSeries: number;
  /** Told of label sets that had no room and share one whose every label is `other`. */
  readonly onFold?: () => void;
}

export type SeriesLabels = Readonly<Record<string, string>>;

/** Longer label values are cut: they are names, and a scrape repeats them on every line. */
const MAX_VALUE_LENGTH = 255;

/** All series of one metric, at most `maxSeries` and those of `other`. */
export class Instrument<Series> {
  readonly definition: InstrumentDefinition;
  readonly #limits: InstrumentLimits;
  readonly #create: () => Series;
  readonly #labels: readonly string[];
  readonly #room: number;
  readonly #series = new Map<string, { readonly labels: SeriesLabels; readonly series: Series }>();

  constructor(definition: InstrumentDefinition, limits: InstrumentLimits, create: () => Series) {
    this.definition = definition;
    this.#limits = limits;
    this.#create = create;
    this.#labels = definition.ofSpans ? [...definition.labels, ...limits.extraLabels] : definition.labels;
    this.#room = limits.maxSeries + 1 - (definition.kept?.values ?? 1);
  }

  /** The series of these values; keys that are not labels of this instrument are ignored. Slow: keep the result. */
  open(values: LabelValues): Series {
    const labels = this.#pick(values);
    const key = JSON.stringify(labels);
    const existing = this.#series.get(key);
    if (existing) return existing.series;
    if (this.#series.size < this.#room) return this.#add(key, labels);
    this.#limits.onFold?.();
    const other = this.#fold(labels);
    const otherKey = JSON.stringify(other);
    return this.#series.get(otherKey)?.series ?? this.#add(otherKey, other);
  }

  /** Ends the series of these values. */
  close(values: LabelValues): void {
    this.#series.delete(JSON.stringify(this.#pick(values)));
  }

  entries(): Iterable<{ readonly labels: SeriesLabels; readonly series: Series }> {
    return this.#series.values();
  }

  #add(key: string, labels: SeriesLabels): Series {
    const series = this.#create();
    this.#series.set(key, { labels, series });
    return series;
  }

  #pick(values: LabelValues): SeriesLabels {
    const labels: Record<string, string> = { ...this.#limits.constants };
    for (const key of this.#labels) {
      const value = values[key];
      if (value) labels[key] = value.slice(0, MAX_VALUE_LENGTH);
    }
    return labels;
  }

  #fold(labels: SeriesLabels): SeriesLabels {
    const folded: Record<string, string> = { ...this.#limits.constants };
    for (const key of this.#labels) folded[key] = OTHER;
    const kept = this.definition.kept?.key;
    const value = kept && labels[kept];
    if (kept && value) folded[kept] = value;
    return folded;
  }
}
