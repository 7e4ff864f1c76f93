import {
  type BilledAs,
  type Cost,
  calculateCost,
  type PriceOverride,
  priceTableVersion,
  type SpanRecord,
  type UsageReading,
} from '@kagura/core';
import { diag } from '@opentelemetry/api';
import type { BudgetStamp } from './budget/budget-stamp';
import type { CallFrame, UsageClaim } from './call-frame';
import type { Diagnostics } from './diagnostics';
import { endSpan } from './end-span';
import { LocalSpan } from './local-span';
import { madeUpCall, startMadeUpSpan } from './made-up-call';
import { hasCounts, type ModelCall, usageSourceOf } from './model-call';
import type { OpenTelemetryBinding } from './open-telemetry';
import type { PlainCall } from './plain-call';
import { safely } from './safely';
import { stampBudgets, stampCost, stampTiming, stampUsage } from './span-attributes';

/** Where finished records go: the store, the metrics, and whatever else listens. */
export interface RecordSink {
  add(record: SpanRecord): void;
}

export interface RecorderOptions {
  readonly service: string;
  readonly environment: string | null;
  readonly priceOverrides: readonly PriceOverride[];
  readonly preferReported: boolean;
  readonly binding: OpenTelemetryBinding;
  readonly diagnostics: Diagnostics;
  readonly sinks: readonly RecordSink[];
  /** Tells the budgets of a call what it has cost; answers what to write onto its span. Must not throw. */
  readonly settleBudgets: (call: ModelCall, cost: Cost | null) => BudgetStamp | undefined;
  /** An agent ended without any model call or usage. */
  readonly onMissingUsage: (agent: string) => void;
}

/**
 * The one place where usage finds its owner and its price. Decorated calls and spans of other instrumentations both
 * end here: own the usage, price it, stamp the span, keep the books of the calls above, hand the record on.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  #hinted = false;
  #successor: Recorder | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Usage that a call yielded. Waits while a model call below is open, which may turn out to own it. */
  claim(frame: CallFrame, claim: UsageClaim): void {
    const isOwn = frame.kind === 'model' && !frame.ended;
    if (!isOwn && frame.openModelCalls === 0) this.#settle(frame, claim);
    else if (!frame.claims.some((earlier) => isSameResponse(earlier, claim))) frame.claims.push(claim);
  }

  /** Claims of a call that ended or of which the last model call below ended: what nobody below owns becomes a model call. */
  settleClaims(frame: CallFrame): void {
    if (frame.openModelCalls > 0) return;
    for (const claim of frame.claims.splice(0)) this.#settle(frame, claim);
    if (frame.ended) frame.passOnIncomplete();
  }

  /** A model call that left no span of its own gets one: a child of the call that yielded its usage. */
  #settle(frame: CallFrame, claim: UsageClaim): void {
    if (frame.isOwned(claim)) return;
    if (frame.hasUntold && hasCounts(claim.reading)) frame.untold.complete(claim.reading);
    const { binding, diagnostics } = this.#options;
    const span = startMadeUpSpan(binding, frame, claim);
    this.recordModelCall(madeUpCall({ span, ids: binding.identify(span, frame) }, frame, claim));
    endSpan(diagnostics, { span, endUs: claim.endUs, error: claim.error });
  }

  /** Prices a finished model call, writes usage and cost onto its open span, and records it. The caller ends the span. */
  recordModelCall(call: ModelCall): void {
    const { reading, enclosing } = call;
    const cost = this.#price(call);
    const source = usageSourceOf(reading);
    const budgets = this.#options.settleBudgets(call, cost);
    if (!(call.span instanceof LocalSpan)) {
      safely(this.#options.diagnostics, 'stamp', () => {
        if (reading) stampUsage(call.span, reading, source);
        stampTiming(call.span, call);
        if (cost) stampCost(call.span, cost);
        if (budgets) stampBudgets(call.span, budgets);
      });
    }
    enclosing?.own(reading?.responseId, call.response);
    enclosing?.addModelCall({ ownsUsage: reading !== undefined, nanoUsd: cost?.nanoUsd ?? null });
    this.emit(this.#modelRecord(call, cost, source));
  }

  #price(call: ModelCall): Cost | null {
    if (!call.trackCost) return disabledCost();
    if (call.status === 'error' && !hasCounts(call.reading)) return null;
    const reading = call.reading;
    return calculateCost(
      {
        usage: {},
        ...reading,
        model: reading?.model ?? call.model,
        provider: reading?.provider ?? call.provider,
        // To the microsecond that is stored, so that pricing the stored call again asks for the same moment.
        at: new Date(Math.round(call.startUs) / 1000),
      },
      { overrides: this.#options.priceOverrides, preferReported: this.#options.preferReported },
    );
  }

  #modelRecord(call: ModelCall, cost: Cost | null, usageSource: SpanRecord['usageSource']): SpanRecord {
    const { reading } = call;
    const model = reading?.model ?? call.model ?? null;
    return {
      traceId: call.traceId,
      spanId: call.spanId,
      parentSpanId: call.parentSpanId,
      agentSpanId: call.agentSpanId,
      name: model ?? call.operation,
      kind: 'model',
      operation: call.operation,
      agent: call.agent,
      provider: reading?.provider ?? call.provider ?? null,
      model,
      status: call.status,
      startUs: call.startUs,
      durationUs: call.durationUs,
      timeToFirstChunkUs: call.timeToFirstChunkUs,
      latencyTracked: call.latencyTracked,
      usageMissing: false,
      usage: reading?.usage ?? null,
      usageSource,
      billing: billingOf(reading),
      cost,
      responseId: reading?.responseId ?? null,
      finishReason: reading?.finishReason ?? null,
      error: call.error,
      service: this.#options.service,
      environment: this.#options.environment,
      context: call.callContext,
      attributes: call.attributes,
      content: call.content,
    };
  }

  /**
   * Hands on the record of a span that owns no usage: an agent, a tool or a step. Every field is written out, because
   * spreading an object of this size costs more than the rest of the call.
   */
  emitPlain(call: PlainCall): void {
    this.emit({
      traceId: call.traceId,
      spanId: call.spanId,
      parentSpanId: call.parentSpanId,
      agentSpanId: call.agentSpanId,
      name: call.name,
      kind: call.kind,
      operation: call.operation,
      agent: call.agent,
      provider: null,
      model: null,
      status: call.error ? 'error' : 'ok',
      startUs: call.startUs,
      durationUs: call.durationUs,
      timeToFirstChunkUs: call.timeToFirstChunkUs,
      latencyTracked: call.latencyTracked,
      usageMissing: call.usageMissing,
      usage: null,
      usageSource: null,
      billing: null,
      cost: null,
      responseId: null,
      finishReason: null,
      error: call.error,
      service: this.#options.service,
      environment: this.#options.environment,
      context: call.callContext,
      attributes: call.attributes,
      content: call.content,
    });
  }

  /** Hands on a record; after a takeover to whoever took over. */
  emit(record: SpanRecord): void {
    if (this.#successor) {
      this.#successor.emit(record);
      return;
    }
    for (const sink of this.#options.sinks) sink.add(record);
  }

  /** Calls that are still running when another runtime takes over end there. */
  handOverTo(successor: Recorder): void {
    this.#successor = successor;
  }

  /** An agent ended and nothing in it told what it used: counted, and said once. */
  missingUsage(agent: string): void {
    this.#options.onMissingUsage(agent);
    if (this.#hinted) return;
    this.#hinted = true;
    diag.warn(
      `kagura: agent "${agent}" ended without a model call or usage, so its cost is unknown. ` +
        'Wrap the client with observeClient(client), return the provider response from the method, or call ' +
        'recordUsage(response) inside it.',
    );
  }
}

/** Most calls are billed the standard way, and tell nothing of it. */
function billingOf(reading: UsageReading | undefined): BilledAs | null {
  if (reading === undefined) return null;
  const { serviceTier, speed, geo, location } = reading;
  const isTold = serviceTier ?? speed ?? geo ?? location;
  return isTold === undefined ? null : { serviceTier, speed, geo, location };
}

function disabledCost(): Cost {
  return {
    usd: null,
    nanoUsd: null,
    parts: [],
    status: 'unpriced',
    reason: 'disabled',
    source: 'table',
    tableVersion: priceTableVersion(),
  };
}

function isSameResponse(one: UsageClaim, other: UsageClaim): boolean {
  if (one.response !== undefined && one.response === other.response) return true;
  return one.reading.responseId !== undefined && one.reading.responseId === other.reading.responseId;
}
