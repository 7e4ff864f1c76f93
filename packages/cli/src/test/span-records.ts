import { randomBytes } from 'node:crypto';
import type { Cost, SpanRecord, StoredSpan, StoredTrace } from '@kagura/core';

const NANO_PER_USD = 1e9;
/** 2025-10-04 10:30:15 UTC, in microseconds. */
export const STARTED_US = Date.UTC(2025, 9, 4, 10, 30, 15) * 1000;

/** A finished span with nothing to say but what is given. Ids are random. */
export function spanRecord(fields: Partial<SpanRecord> = {}): SpanRecord {
  const spanId = randomBytes(8).toString('hex');
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId,
    parentSpanId: null,
    name: 'my_agent',
    kind: 'agent',
    operation: null,
    agent: 'my_agent',
    agentSpanId: fields.spanId ?? spanId,
    provider: null,
    model: null,
    status: 'ok',
    startUs: STARTED_US,
    durationUs: 245_000,
    timeToFirstChunkUs: null,
    latencyTracked: true,
    usageMissing: false,
    usage: null,
    usageSource: null,
    cost: null,
    responseId: null,
    finishReason: null,
    error: null,
    service: 'tests',
    environment: null,
    context: {},
    attributes: {},
    content: null,
    ...fields,
  };
}

/** A call to gpt-4o below a span, started some microseconds after it. */
export function modelCall(parent: SpanRecord, afterUs: number, fields: Partial<SpanRecord> = {}): SpanRecord {
  return childOf(parent, afterUs, {
    name: 'gpt-4o',
    kind: 'model',
    operation: 'chat',
    provider: 'openai',
    model: 'gpt-4o',
    usage: { inputTokens: 120, outputTokens: 85 },
    usageSource: 'reported',
    cost: exactCost(1_200_000),
    ...fields,
  });
}

export function childOf(parent: SpanRecord, afterUs: number, fields: Partial<SpanRecord> = {}): SpanRecord {
  return spanRecord({
    traceId: parent.traceId,
    parentSpanId: parent.spanId,
    agent: parent.agent,
    agentSpanId: parent.agentSpanId,
    kind: 'step',
    startUs: parent.startUs + afterUs,
    ...fields,
  });
}

export function exactCost(nanoUsd: number): Cost {
  const usd = (nanoUsd / NANO_PER_USD).toFixed(9);
  return {
    usd,
    nanoUsd,
    parts: [{ kind: 'output', quantity: 1, rateUsd: usd, usd, nanoUsd }],
    status: 'exact',
    source: 'table',
    priceId: 'openai/gpt-4o@2024-10-02',
    tableVersion: 'tests',
  };
}

export function unpricedCost(): Cost {
  return {
    usd: null,
    nanoUsd: null,
    parts: [],
    status: 'unpriced',
    reason: 'unknown_model',
    source: 'table',
    tableVersion: 'tests',
  };
}

/** The trace as the store would give it back. */
export function storedTrace(root: SpanRecord, descendants: readonly SpanRecord[] = []): StoredTrace {
  return { root: storedSpan(root), descendants: descendants.map(storedSpan) };
}

function storedSpan({ cost, ...record }: SpanRecord): StoredSpan {
  return {
    ...record,
    cost: cost && {
      nanoUsd: cost.nanoUsd,
      inputNanoUsd: cost.nanoUsd && 0,
      cachedReadNanoUsd: cost.nanoUsd && 0,
      cacheWriteNanoUsd: cost.nanoUsd && 0,
      outputNanoUsd: cost.nanoUsd,
      feesNanoUsd: cost.nanoUsd && 0,
      status: cost.status,
      reason: cost.reason ?? null,
      source: cost.source,
      priceId: cost.priceId ?? null,
      tableVersion: cost.tableVersion,
      reportedNanoUsd: cost.reportedNanoUsd ?? null,
      calculatedNanoUsd: cost.calculatedNanoUsd ?? null,
    },
  };
}
