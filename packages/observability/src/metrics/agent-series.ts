import type { SpanRecord } from '@kagura/core';
import type { Instruments } from './instruments';
import type { LabelValues } from './labels';
import type { CounterSeries, HistogramSeries } from './series';

/** Everything that is counted for the invocations of one label set. */
export class AgentSeries {
  readonly #instruments: Instruments;
  readonly #labels: LabelValues;
  readonly #calls: CounterSeries;
  #duration: HistogramSeries | undefined;

  constructor(instruments: Instruments, labels: LabelValues) {
    this.#instruments = instruments;
    this.#labels = labels;
    this.#calls = instruments.agentCalls.open(labels);
  }

  add(span: SpanRecord): void {
    this.#calls.add(1);
    if (!span.latencyTracked) return;
    this.#duration ??= this.#instruments.agentDuration.open(this.#labels);
    this.#duration.record(span.durationUs);
  }
}
