import { ValueType } from '@opentelemetry/api';
import type { DataPoint, MetricData, MetricProducer } from '@opentelemetry/sdk-metrics';
import { toHrTime } from '../clock';
import { SCOPE_NAME, SCOPE_VERSION } from '../open-telemetry';
import type { Instrument } from './instrument';
import type { Instruments } from './instruments';
import type { CounterSeries, HistogramSeries } from './series';

/**
 * Whose names the metrics carry. The scrape of OpenTelemetry's Prometheus exporter adds no unit to a name while the
 * translation of OTLP does, so the producer for the scrape says it itself and both ways end in the same series.
 */
export type MetricNaming = 'otlp' | 'prometheus';

export interface MetricSource {
  readonly instruments: Instruments;
  /** Resource attributes of the producer's own; a `MetricReader` keeps those of its provider. */
  readonly resource: Readonly<Record<string, string>>;
  /** Microseconds since the Unix epoch at which counting began. */
  readonly startUs: number;
  readonly nowUs: () => number;
}

/** Reads the accumulated series as cumulative OpenTelemetry metrics. The SDK is loaded by the first collection. */
export function createMetricProducer(source: MetricSource, naming: MetricNaming): MetricProducer {
  return {
    async collect() {
      const { resourceFromAttributes } = loadResources();
      source.instruments.health.refresh();
      const metrics = new Snapshot(source, naming).metrics();
      return {
        resourceMetrics: {
          resource: resourceFromAttributes({ ...source.resource }),
          // Without metrics there is no scope either, and nothing is pushed.
          scopeMetrics:
            metrics.length === 0 ? [] : [{ scope: { name: SCOPE_NAME, version: SCOPE_VERSION }, metrics }],
        },
        errors: [],
      };
    },
  };
}

type Sdk = typeof import('@opentelemetry/sdk-metrics');

function loadSdk(): Sdk {
  return require('@opentelemetry/sdk-metrics') as Sdk;
}

function loadResources(): typeof import('@opentelemetry/resources') {
  return require('@opentelemetry/resources') as typeof import('@opentelemetry/resources');
}

/** One collection: every point of it ends at the same moment. */
class Snapshot {
  readonly #source: MetricSource;
  readonly #naming: MetricNaming;
  readonly #sdk = loadSdk();
  readonly #startTime: [number, number];
  readonly #endTime: [number, number];

  constructor(source: MetricSource, naming: MetricNaming) {
    this.#source = source;
    this.#naming = naming;
    this.#startTime = toHrTime(source.startUs);
    // A wall clock that was set back must not end a point before it began.
    this.#endTime = toHrTime(Math.max(source.startUs, source.nowUs()));
  }

  metrics(): MetricData[] {
    const { histograms, counters, gauges } = this.#source.instruments;
    return [
      ...histograms.map((instrument) => this.#histogram(instrument)),
      ...counters.map((instrument) => this.#counter(instrument)),
      ...gauges.map((instrument) => this.#gauge(instrument)),
    ].filter((metric) => metric.dataPoints.length > 0);
  }

  #counter(instrument: Instrument<CounterSeries>): MetricData {
    const { divisor = 1 } = instrument.definition;
    return {
      descriptor: this.#descriptor(instrument),
      aggregationTemporality: this.#sdk.AggregationTemporality.CUMULATIVE,
      dataPointType: this.#sdk.DataPointType.SUM,
      isMonotonic: true,
      dataPoints: this.#points(instrument, (series) => series.value / divisor),
    };
  }

  #gauge(instrument: Instrument<CounterSeries>): MetricData {
    const { divisor = 1 } = instrument.definition;
    return {
      descriptor: this.#descriptor(instrument),
      aggregationTemporality: this.#sdk.AggregationTemporality.CUMULATIVE,
      dataPointType: this.#sdk.DataPointType.GAUGE,
      dataPoints: this.#points(instrument, (series) => series.value / divisor),
    };
  }

  #histogram(instrument: Instrument<HistogramSeries>): MetricData {
    const { divisor = 1 } = instrument.definition;
    return {
      descriptor: this.#descriptor(instrument),
      aggregationTemporality: this.#sdk.AggregationTemporality.CUMULATIVE,
      dataPointType: this.#sdk.DataPointType.HISTOGRAM,
      dataPoints: this.#points(instrument, ({ bounds, counts, sum, count }) => ({
        buckets: { boundaries: bounds.map((bound) => bound / divisor), counts: [...counts] },
        sum: sum / divisor,
        count,
      })),
    };
  }

  #points<Series, Value>(
    instrument: Instrument<Series>,
    read: (series: Series) => Value,
  ): DataPoint<Value>[] {
    return Array.from(instrument.entries(), ({ labels, series }) => ({
      attributes: { ...labels },
      startTime: this.#startTime,
      endTime: this.#endTime,
      value: read(series),
    }));
  }

  #descriptor({ definition }: Instrument<unknown>): MetricData['descriptor'] {
    const { name, prometheusName = name, description, unit, divisor = 1 } = definition;
    return {
      name: this.#naming === 'prometheus' ? prometheusName : name,
      description,
      unit,
      valueType: divisor === 1 ? ValueType.INT : ValueType.DOUBLE,
    };
  }
}
