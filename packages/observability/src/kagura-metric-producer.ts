import type { CollectionResult, MetricProducer } from '@opentelemetry/sdk-metrics';
import { deltaProducer } from './metrics/delta-producer';
import type { Runtime } from './runtime';
import { peekRuntime } from './runtime-registry';

export interface KaguraMetricProducerOptions {
  /**
   * 'prometheus' for OpenTelemetry's `PrometheusExporter`, which adds no unit to a name where the translation of OTLP
   * does: then a scrape and OTLP end in the same series. @default 'otlp'
   */
  readonly naming?: 'otlp' | 'prometheus' | undefined;
  /** 'delta' for a backend that wants to hear what was added since the last time. @default 'cumulative' */
  readonly temporality?: 'cumulative' | 'delta' | undefined;
}

/**
 * For an application that has its own OpenTelemetry metrics: list one in the `metricProducers` of a metric reader, and
 * it reads Kagura's metrics too. Each reader needs its own. Gives nothing while Kagura is not running.
 */
export class KaguraMetricProducer implements MetricProducer {
  readonly #options: KaguraMetricProducerOptions;
  #runtime: Runtime | undefined;
  #producer: MetricProducer | undefined;

  constructor(options: KaguraMetricProducerOptions = {}) {
    this.#options = options;
  }

  async collect(): Promise<CollectionResult> {
    const runtime = peekRuntime();
    if (runtime !== this.#runtime) {
      this.#runtime = runtime;
      this.#producer = runtime && this.#producerOf(runtime);
    }
    return (await this.#producer?.collect()) ?? nothing();
  }

  #producerOf({ metrics }: Runtime): MetricProducer {
    const { naming = 'otlp', temporality } = this.#options;
    const producer = metrics.producer(naming);
    return temporality === 'delta' ? deltaProducer(producer) : producer;
  }
}

function nothing(): CollectionResult {
  const { resourceFromAttributes } =
    require('@opentelemetry/resources') as typeof import('@opentelemetry/resources');
  return { resourceMetrics: { resource: resourceFromAttributes({}), scopeMetrics: [] }, errors: [] };
}
