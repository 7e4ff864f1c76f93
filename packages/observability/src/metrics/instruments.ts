import { SECONDS, STEPS, TOKENS } from './buckets';
import { BudgetMetrics } from './budget-metrics';
import { HealthMetrics } from './health-metrics';
import { Instrument, type InstrumentDefinition, type InstrumentLimits } from './instrument';
import { LABEL } from './labels';
import { CounterSeries, HistogramSeries } from './series';

const CALL = [LABEL.agent, LABEL.operation, LABEL.provider, LABEL.model];
const OUTCOME = [LABEL.status, LABEL.errorType];

/** Durations are kept in the spans' microseconds. */
const MICROSECONDS = 1_000_000;
const NANO_USD = 1_000_000_000;

const OPERATION_DURATION: InstrumentDefinition = {
  name: 'gen_ai.client.operation.duration',
  prometheusName: 'gen_ai.client.operation.duration.seconds',
  description: 'Duration of model calls.',
  unit: 's',
  divisor: MICROSECONDS,
  labels: [...CALL, LABEL.errorType],
  ofSpans: true,
};

const TOKEN_USAGE: InstrumentDefinition = {
  name: 'gen_ai.client.token.usage',
  description: 'Input and output tokens of each model call.',
  unit: '{token}',
  labels: [...CALL, LABEL.errorType, LABEL.tokenType],
  kept: { key: LABEL.tokenType, values: 2 },
  ofSpans: true,
};

const TIME_TO_FIRST_CHUNK: InstrumentDefinition = {
  name: 'kagura.time_to_first_chunk.seconds',
  description: 'Time from the start of a streamed model call to its first chunk.',
  unit: 's',
  divisor: MICROSECONDS,
  labels: [...CALL, ...OUTCOME],
  ofSpans: true,
};

const AGENT_DURATION: InstrumentDefinition = {
  name: 'kagura.agent.duration.seconds',
  description: 'Duration of agent invocations.',
  unit: 's',
  divisor: MICROSECONDS,
  labels: [LABEL.agent, ...OUTCOME],
  ofSpans: true,
};

const COST: InstrumentDefinition = {
  name: 'kagura.cost.usd',
  description: 'Cost of model calls that have a price; see kagura.unpriced.calls for those without.',
  unit: '{USD}',
  divisor: NANO_USD,
  labels: [...CALL, ...OUTCOME],
  ofSpans: true,
};

const TOKENS_TOTAL: InstrumentDefinition = {
  name: 'kagura.tokens',
  description: 'Tokens of model calls. Cached tokens are part of input, reasoning tokens part of output.',
  unit: '{token}',
  labels: [...CALL, ...OUTCOME, LABEL.tokenType],
  kept: { key: LABEL.tokenType, values: 4 },
  ofSpans: true,
};

const UNPRICED_CALLS: InstrumentDefinition = {
  name: 'kagura.unpriced.calls',
  description: 'Model calls whose cost is unknown.',
  unit: '{call}',
  labels: [...CALL, ...OUTCOME],
  ofSpans: true,
};

const FINISH: InstrumentDefinition = {
  name: 'kagura.finish',
  description: 'Model calls by the reason why the model stopped.',
  unit: '{call}',
  labels: [...CALL, ...OUTCOME, LABEL.reason],
  ofSpans: true,
};

const AGENT_CALLS: InstrumentDefinition = {
  name: 'kagura.agent.calls',
  description: 'Agent invocations.',
  unit: '{call}',
  labels: [LABEL.agent, ...OUTCOME],
  ofSpans: true,
};

const TOOL_CALLS: InstrumentDefinition = {
  name: 'kagura.tool.calls',
  description: 'Tool calls.',
  unit: '{call}',
  labels: [LABEL.agent, LABEL.tool, ...OUTCOME],
  ofSpans: true,
};

const AGENT_ACTIVE: InstrumentDefinition = {
  name: 'kagura.agent.active',
  description: 'Agent invocations that are running now.',
  unit: '{call}',
  labels: [LABEL.agent],
};

const USAGE_MISSING: InstrumentDefinition = {
  name: 'kagura.usage.missing',
  description: 'Agent invocations that ended without a model call or usage.',
  unit: '{call}',
  labels: [LABEL.agent],
};

const AGENT_STEPS: InstrumentDefinition = {
  name: 'kagura.agent.steps',
  description: 'Model calls, tool calls and steps that an agent made in one invocation.',
  unit: '{step}',
  labels: [LABEL.agent, ...OUTCOME],
  ofSpans: true,
};

const RETRIES: InstrumentDefinition = {
  name: 'kagura.retries',
  description: 'Requests and calls that repeated one that had failed.',
  unit: '{retry}',
  labels: CALL,
};

/** Every metric there is. Names carry their unit, so that a scrape and OTLP give the same series. */
export class Instruments {
  readonly operationDuration: Instrument<HistogramSeries>;
  readonly tokenUsage: Instrument<HistogramSeries>;
  readonly timeToFirstChunk: Instrument<HistogramSeries>;
  readonly agentDuration: Instrument<HistogramSeries>;
  readonly cost: Instrument<CounterSeries>;
  readonly tokens: Instrument<CounterSeries>;
  readonly unpricedCalls: Instrument<CounterSeries>;
  readonly finish: Instrument<CounterSeries>;
  readonly agentCalls: Instrument<CounterSeries>;
  readonly toolCalls: Instrument<CounterSeries>;
  readonly agentActive: Instrument<CounterSeries>;
  readonly usageMissing: Instrument<CounterSeries>;
  readonly agentSteps: Instrument<HistogramSeries>;
  readonly retries: Instrument<CounterSeries>;
  readonly health: HealthMetrics;
  readonly budgets: BudgetMetrics;
  readonly histograms: readonly Instrument<HistogramSeries>[];
  readonly counters: readonly Instrument<CounterSeries>[];
  readonly gauges: readonly Instrument<CounterSeries>[];

  constructor(limits: InstrumentLimits) {
    this.operationDuration = histogram(OPERATION_DURATION, limits, SECONDS);
    this.tokenUsage = histogram(TOKEN_USAGE, limits, TOKENS);
    this.timeToFirstChunk = histogram(TIME_TO_FIRST_CHUNK, limits, SECONDS);
    this.agentDuration = histogram(AGENT_DURATION, limits, SECONDS);
    this.cost = counter(COST, limits);
    this.tokens = counter(TOKENS_TOTAL, limits);
    this.unpricedCalls = counter(UNPRICED_CALLS, limits);
    this.finish = counter(FINISH, limits);
    this.agentCalls = counter(AGENT_CALLS, limits);
    this.toolCalls = counter(TOOL_CALLS, limits);
    this.agentActive = counter(AGENT_ACTIVE, limits);
    this.usageMissing = counter(USAGE_MISSING, limits);
    this.agentSteps = histogram(AGENT_STEPS, limits, STEPS);
    this.retries = counter(RETRIES, limits);
    this.health = new HealthMetrics(limits);
    this.budgets = new BudgetMetrics(limits);
    this.histograms = [
      this.operationDuration,
      this.tokenUsage,
      this.timeToFirstChunk,
      this.agentDuration,
      this.agentSteps,
    ];
    this.counters = [
      this.cost,
      this.tokens,
      this.unpricedCalls,
      this.finish,
      this.agentCalls,
      this.toolCalls,
      this.usageMissing,
      this.retries,
      ...this.health.counters,
      ...this.budgets.counters,
    ];
    this.gauges = [this.agentActive, ...this.health.gauges, ...this.budgets.gauges];
  }
}

function counter(definition: InstrumentDefinition, limits: InstrumentLimits): Instrument<CounterSeries> {
  return new Instrument(definition, limits, () => new CounterSeries());
}

function histogram(
  definition: InstrumentDefinition,
  limits: InstrumentLimits,
  boundaries: readonly number[],
): Instrument<HistogramSeries> {
  const bounds = boundaries.map((boundary) => Math.round(boundary * (definition.divisor ?? 1)));
  return new Instrument(definition, limits, () => new HistogramSeries(bounds));
}
