import type { DataPoint, Histogram, MetricData, MetricProducer } from '@opentelemetry/sdk-metrics';

type Sdk = typeof import('@opentelemetry/sdk-metrics');

/**
 * For backends that ask for what was added since the last time: counters and histograms as differences, gauges as they
 * are. A reader converts only what OpenTelemetry's own instruments have counted, so each reader needs one of these.
 */
export function deltaProducer(cumulative: MetricProducer): MetricProducer {
  const counters = new Differences<number>(difference, (added) => added === 0);
  const histograms = new Differences<Histogram>(lessHistogram, ({ count }) => count === 0);
  return {
    async collect(options) {
      const { resourceMetrics, errors } = await cumulative.collect(options);
      const sdk = require('@opentelemetry/sdk-metrics') as Sdk;
      const added = (metric: MetricData): MetricData => {
        const aggregationTemporality = sdk.AggregationTemporality.DELTA;
        const { name } = metric.descriptor;
        if (metric.dataPointType === sdk.DataPointType.HISTOGRAM)
          return { ...metric, aggregationTemporality, dataPoints: histograms.of(name, metric.dataPoints) };
        if (metric.dataPointType === sdk.DataPointType.SUM && metric.isMonotonic)
          return { ...metric, aggregationTemporality, dataPoints: counters.of(name, metric.dataPoints) };
        return metric;
      };
      const scopeMetrics = resourceMetrics.scopeMetrics
        .map(({ scope, metrics }) => ({
          scope,
          metrics: metrics.map(added).filter(({ dataPoints }) => dataPoints.length > 0),
        }))
        .filter(({ metrics }) => metrics.length > 0);
      return { resourceMetrics: { ...resourceMetrics, scopeMetrics }, errors };
    },
  };
}

/** What every series has gained since it was asked last; series that gained nothing are left out. */
class Differences<Value> {
  readonly #latest = new Map<string, DataPoint<Value>>();
  readonly #subtract: (later: Value, earlier: Value) => Value;
  readonly #isNothing: (value: Value) => boolean;

  constructor(subtract: (later: Value, earlier: Value) => Value, isNothing: (value: Value) => boolean) {
    this.#subtract = subtract;
    this.#isNothing = isNothing;
  }

  of(metric: string, points: readonly DataPoint<Value>[]): DataPoint<Value>[] {
    return points.flatMap((point) => {
      const key = `${metric}${JSON.stringify(point.attributes)}`;
      const earlier = this.#latest.get(key);
      this.#latest.set(key, point);
      if (earlier === undefined) return [point];
      const value = this.#subtract(point.value, earlier.value);
      return this.#isNothing(value) ? [] : [{ ...point, startTime: earlier.endTime, value }];
    });
  }
}

function lessHistogram(later: Histogram, earlier: Histogram): Histogram {
  const { boundaries, counts } = later.buckets;
  return {
    buckets: {
      boundaries,
      counts: counts.map((count, index) => count - (earlier.buckets.counts[index] ?? 0)),
    },
    sum: difference(later.sum ?? 0, earlier.sum ?? 0),
    count: later.count - earlier.count,
  };
}

/** Both are whole numbers of something as small as a nano-dollar, so what a fraction adds beyond that is an error. */
function difference(later: number, earlier: number): number {
  return Number((later - earlier).toFixed(9));
}
