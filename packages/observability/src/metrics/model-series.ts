import type { SpanRecord, Usage } from '@kagura/core';
import type { Instruments } from './instruments';
import { LABEL, type LabelValues, OTHER } from './labels';
import type { CounterSeries, HistogramSeries } from './series';

type TokenType = 'input' | 'output' | 'cached' | 'reasoning';

/** Finish reasons are few. Where a provider invents one for each call, those beyond are counted as `other`. */
const MAX_REASONS = 64;

/** Everything that is counted for the model calls of one label set. Series appear when they have something to say. */
export class ModelSeries {
  readonly #instruments: Instruments;
  readonly #labels: LabelValues;
  readonly #tokens: { [type in TokenType]?: CounterSeries } = {};
  readonly #tokensPerCall: { [type in TokenType]?: HistogramSeries } = {};
  readonly #reasons = new Map<string, CounterSeries>();
  #duration: HistogramSeries | undefined;
  #timeToFirstChunk: HistogramSeries | undefined;
  #cost: CounterSeries | undefined;
  #unpriced: CounterSeries | undefined;
  #otherReasons: CounterSeries | undefined;

  constructor(instruments: Instruments, labels: LabelValues) {
    this.#instruments = instruments;
    this.#labels = labels;
  }

  add(span: SpanRecord): void {
    if (span.latencyTracked) this.#addLatency(span);
    if (span.usage !== null) this.#addUsage(span.usage);
    this.#addCost(span);
    if (span.finishReason) this.#finished(span.finishReason).add(1);
  }

  #addLatency(span: SpanRecord): void {
    const { operationDuration, timeToFirstChunk } = this.#instruments;
    this.#duration ??= operationDuration.open(this.#labels);
    this.#duration.record(span.durationUs);
    if (span.timeToFirstChunkUs === null) return;
    this.#timeToFirstChunk ??= timeToFirstChunk.open(this.#labels);
    this.#timeToFirstChunk.record(span.timeToFirstChunkUs);
  }

  #addUsage(usage: Usage): void {
    const { inputTokens, outputTokens, cachedReadTokens, reasoningTokens } = usage;
    if (isKnown(inputTokens)) {
      this.#tokensOf('input').add(inputTokens);
      this.#tokensPerCallOf('input').record(inputTokens);
    }
    if (isKnown(outputTokens)) {
      this.#tokensOf('output').add(outputTokens);
      this.#tokensPerCallOf('output').record(outputTokens);
    }
    if (isKnown(cachedReadTokens)) this.#tokensOf('cached').add(cachedReadTokens);
    if (isKnown(reasoningTokens)) this.#tokensOf('reasoning').add(reasoningTokens);
  }

  #addCost({ cost, status }: SpanRecord): void {
    // A call that failed without usage has nothing to price: it is not one whose price is unknown.
    if (cost === null && status === 'error') return;
    if (isKnown(cost?.nanoUsd)) {
      this.#cost ??= this.#instruments.cost.open(this.#labels);
      this.#cost.add(cost.nanoUsd);
    } else {
      this.#unpriced ??= this.#instruments.unpricedCalls.open(this.#labels);
      this.#unpriced.add(1);
    }
  }

  #tokensOf(type: TokenType): CounterSeries {
    this.#tokens[type] ??= this.#instruments.tokens.open({ ...this.#labels, [LABEL.tokenType]: type });
    return this.#tokens[type];
  }

  #tokensPerCallOf(type: 'input' | 'output'): HistogramSeries {
    this.#tokensPerCall[type] ??= this.#instruments.tokenUsage.open({
      ...this.#labels,
      [LABEL.tokenType]: type,
    });
    return this.#tokensPerCall[type];
  }

  #finished(reason: string): CounterSeries {
    const known = this.#reasons.get(reason);
    if (known) return known;
    if (this.#reasons.size >= MAX_REASONS) {
      this.#otherReasons ??= this.#instruments.finish.open({ ...this.#labels, [LABEL.reason]: OTHER });
      return this.#otherReasons;
    }
    // Where the labels already say `other` for the reason, they win.
    const series = this.#instruments.finish.open({ [LABEL.reason]: reason, ...this.#labels });
    this.#reasons.set(reason, series);
    return series;
  }
}

/** What is unknown, and what no provider can mean, stays out of sums. */
function isKnown(value: number | null | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY;
}
