import type { SpanRecord } from '@kagura/core';
import type { Instruments } from './instruments';
import type { LabelValues } from './labels';
import type { CounterSeries, HistogramSeries } from './series';

/** Everything that is counted for the invocations of one label set. */
export class AgentSeries {
  readonly #instruments: Instruments;
  readonly #labels: LabelValues;
  readonly #calls: CounterSeries;
  readonly #steps: HistogramSeries;
  #duration: HistogramSeries | undefined;

  constructor(instruments: Instruments, labels: LabelValues) {
    this.#instruments = instruments;
    this.#labels = labels;
    this.#calls = instruments.agentCalls.open(labels);
    this.#steps = instruments.agentSteps.open(labels);
  }

  /** @param steps calls that the invocation has made */
  add(span: SpanRecord, steps: number): void {
    this.#calls.add(1);
    this.#steps.record(steps);
    if (!span.latencyTracked) return;
    this.#duration ??= this.#instruments.agentDuration.open(this.#labels);
    this.#duration.record(span.durationUs);
  }
}
