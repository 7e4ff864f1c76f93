import { ConfigurationError, KAGURA, type SpanRecord } from '@kagura/core';
import type { MetricProducer } from '@opentelemetry/sdk-metrics';
import { AgentSeries } from './agent-series';
import type { BudgetMetrics } from './budget-metrics';
import type { HealthMetrics } from './health-metrics';
import type { Instrument } from './instrument';
import { Instruments } from './instruments';
import { type LabelNode, LabelTree } from './label-tree';
import {
  checkExtraLabels,
  errorTypeOf,
  extraLabelValue,
  LABEL,
  type LabelValues,
  NO_AGENT,
  OTHER,
} from './labels';
import { createMetricProducer, type MetricNaming } from './metric-producer';
import { ModelSeries } from './model-series';
import type { CounterSeries } from './series';
import { StepCounts } from './step-counts';

export interface MetricsRecorderOptions {
  /** Label `service.name` of every series. */
  readonly serviceName: string;
  /** Label `deployment.environment.name` of every series. */
  readonly environment?: string | null | undefined;
  /**
   * Further labels on the metrics of spans: `user`, `session`, `tenant`, or the name of a tag or attribute. Each
   * multiplies the number of series. @default none
   */
  readonly labels?: readonly string[] | undefined;
  /** Label sets of one metric; later ones are added up under `other`. @default 2000 */
  readonly maxSeries?: number | undefined;
  /** Microseconds since the Unix epoch. @default the system's clock */
  readonly nowUs?: (() => number) | undefined;
}

/** What a repeated call says of itself. */
export type RetriedCall = Pick<SpanRecord, 'agent' | 'model' | 'provider' | 'operation'>;

const DEFAULT_MAX_SERIES = 2_000;
/** Less would leave no room for the kinds of tokens. */
const MIN_MAX_SERIES = 10;

/**
 * Adds finished spans up into metrics. Counts on its own, because five of OpenTelemetry's instruments cost more than
 * the span they measure, and is read through OpenTelemetry's `MetricProducer`.
 */
export class MetricsRecorder {
  readonly #instruments: Instruments;
  readonly #extraLabels: readonly string[];
  readonly #models: LabelTree<ModelSeries>;
  readonly #agents: LabelTree<AgentSeries>;
  readonly #tools: LabelTree<CounterSeries>;
  readonly #active: LabelTree<CounterSeries>;
  readonly #usageMissing: LabelTree<CounterSeries>;
  readonly #retries: LabelTree<CounterSeries>;
  readonly #steps = new StepCounts();
  readonly #resource: Readonly<Record<string, string>>;
  readonly #nowUs: () => number;
  readonly #startUs: number;

  /** @throws ConfigurationError on a label that cannot be exported or a limit below 10. */
  constructor(options: MetricsRecorderOptions) {
    const { serviceName, environment, labels = [], maxSeries = DEFAULT_MAX_SERIES } = options;
    if (!Number.isSafeInteger(maxSeries) || maxSeries < MIN_MAX_SERIES) {
      throw new ConfigurationError(
        `metrics.maxSeries must be an integer of at least ${MIN_MAX_SERIES}; got ${maxSeries}.`,
      );
    }
    this.#nowUs = options.nowUs ?? (() => Date.now() * 1000);
    this.#startUs = this.#nowUs();
    this.#extraLabels = checkExtraLabels(labels);
    this.#resource = {
      [LABEL.service]: serviceName,
      ...(environment ? { [LABEL.environment]: environment } : {}),
    };
    const instruments: Instruments = new Instruments({
      constants: this.#resource,
      extraLabels: this.#extraLabels,
      maxSeries,
      onFold: () => instruments.health.folded(),
    });
    this.#instruments = instruments;
    const perSpan = (keys: readonly string[]) => ({ labels: [...keys, ...this.#extraLabels], maxSeries });
    this.#models = new LabelTree({
      ...perSpan([LABEL.agent, LABEL.model, LABEL.provider, LABEL.operation, LABEL.errorType]),
      open: (values, folded) => new ModelSeries(instruments, withOutcome(values, folded)),
    });
    this.#agents = new LabelTree({
      ...perSpan([LABEL.agent, LABEL.errorType]),
      open: (values, folded) => new AgentSeries(instruments, withOutcome(values, folded)),
    });
    this.#tools = new LabelTree({
      ...perSpan([LABEL.agent, LABEL.tool, LABEL.errorType]),
      open: (values, folded) => instruments.toolCalls.open(withOutcome(values, folded)),
    });
    const single = (key: string, instrument: Instrument<CounterSeries>) =>
      new LabelTree({ labels: [key], maxSeries, open: (values) => instrument.open(values) });
    this.#active = single(LABEL.agent, instruments.agentActive);
    this.#usageMissing = single(LABEL.agent, instruments.usageMissing);
    this.#retries = new LabelTree({
      labels: [LABEL.agent, LABEL.model, LABEL.provider, LABEL.operation],
      maxSeries,
      open: (values) => instruments.retries.open(values),
    });
  }

  get budgets(): BudgetMetrics {
    return this.#instruments.budgets;
  }

  get health(): HealthMetrics {
    return this.#instruments.health;
  }

  /** Counts a finished span: model calls with their tokens and cost, agent invocations with their steps, tool calls. */
  record(span: SpanRecord): void {
    if (span.kind !== 'agent' && span.agentSpanId !== null) this.#steps.add(span.agentSpanId);
    if (Number(span.attributes[KAGURA.attempt]) > 1) this.addRetries(span, 1);
    switch (span.kind) {
      case 'model': {
        const model = this.#models.root.child(agentOf(span)).child(span.model);
        const call = model.child(span.provider).child(span.operation).child(errorTypeOf(span));
        this.#seriesOf(this.#models, call, span).add(span);
        break;
      }
      case 'agent': {
        const agent = this.#agents.root.child(agentOf(span)).child(errorTypeOf(span));
        this.#seriesOf(this.#agents, agent, span).add(span, this.#steps.take(span.spanId));
        break;
      }
      case 'tool': {
        const tool = this.#tools.root.child(agentOf(span)).child(span.name).child(errorTypeOf(span));
        this.#seriesOf(this.#tools, tool, span).add(1);
        break;
      }
    }
  }

  /** Requests that a client sent again, or a call that was made again, because it had failed. */
  addRetries(call: RetriedCall, times: number): void {
    const model = this.#retries.root.child(call.agent || NO_AGENT).child(call.model);
    model.child(call.provider).child(call.operation).series.add(times);
  }

  /** An agent invocation began. Every one must be matched by `callEnded`. */
  callStarted(agent: string): void {
    this.#active.root.child(agent).series.add(1);
  }

  callEnded(agent: string): void {
    const active = this.#active.root.child(agent).series;
    // An invocation that began before this recorder did must not make the number negative.
    if (active.value > 0) active.add(-1);
  }

  /** Rows or spans that were given up, for example because a queue was full. */
  addDropped(reason: string, rows: number): void {
    if (rows > 0) this.health.dropped(reason, rows);
  }

  /** An error of our own that was kept away from the application. */
  addInternalError(where: string): void {
    this.health.internalError(where);
  }

  /** An agent ended without a model call or usage; `null` outside any agent. */
  addMissingUsage(agent: string | null): void {
    this.#usageMissing.root.child(agent ?? NO_AGENT).series.add(1);
  }

  /** For a `MetricReader`'s `metricProducers`: cumulative points since this recorder was made. */
  producer(naming: MetricNaming): MetricProducer {
    return createMetricProducer(
      {
        instruments: this.#instruments,
        resource: this.#resource,
        startUs: this.#startUs,
        nowUs: this.#nowUs,
      },
      naming,
    );
  }

  #seriesOf<Series>(tree: LabelTree<Series>, node: LabelNode<Series>, span: SpanRecord): Series {
    let found = node;
    for (const name of this.#extraLabels) found = found.child(extraLabelValue(span, name));
    if (tree.isOverflow(found)) this.health.folded();
    return found.series;
  }
}

function agentOf(span: SpanRecord): string {
  return span.agent || NO_AGENT;
}

/** Adds the labels that follow from the others. */
function withOutcome(values: LabelValues, folded: boolean): LabelValues {
  if (folded) return { ...values, [LABEL.status]: OTHER, [LABEL.reason]: OTHER };
  return { ...values, [LABEL.status]: values[LABEL.errorType] === null ? 'ok' : 'error' };
}
