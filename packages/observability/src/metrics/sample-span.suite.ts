import type { Cost, SpanRecord } from '@kagura/core';

/** A finished `chat` call that cost 6,500,000 nano-dollars, with what the test cares about changed. */
export function modelSpan(changes: Partial<SpanRecord> = {}): SpanRecord {
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: null,
    name: 'gpt-4o',
    kind: 'model',
    operation: 'chat',
    agent: 'search_agent',
    agentSpanId: null,
    provider: 'openai',
    model: 'gpt-4o',
    status: 'ok',
    startUs: 1_760_000_000_000_000,
    durationUs: 800_000,
    timeToFirstChunkUs: null,
    latencyTracked: true,
    usageMissing: false,
    usage: { inputTokens: 1200, outputTokens: 350 },
    usageSource: 'reported',
    cost: priced(6_500_000),
    responseId: 'chatcmpl-1',
    finishReason: 'stop',
    error: null,
    service: 'shop',
    environment: 'production',
    context: {},
    attributes: {},
    content: null,
    ...changes,
  };
}

export function agentSpan(changes: Partial<SpanRecord> = {}): SpanRecord {
  return modelSpan({ name: 'search_agent', kind: 'agent', operation: 'invoke_agent', ...plain, ...changes });
}

export function toolSpan(changes: Partial<SpanRecord> = {}): SpanRecord {
  return modelSpan({ name: 'lookup', kind: 'tool', operation: 'execute_tool', ...plain, ...changes });
}

export function stepSpan(): SpanRecord {
  return modelSpan({ name: 'rank', kind: 'step', operation: null, ...plain });
}

const plain = {
  provider: null,
  model: null,
  usage: null,
  usageSource: null,
  cost: null,
  finishReason: null,
} as const;

/** A failed call: nothing was answered, so there is nothing to price. */
export function failed(type: string): Partial<SpanRecord> {
  const error = { type, message: 'no answer', stack: null };
  return { status: 'error', error, usage: null, usageSource: null, cost: null, finishReason: null };
}

export function priced(nanoUsd: number): Cost {
  return {
    usd: String(nanoUsd / 1e9),
    nanoUsd,
    parts: [],
    status: 'exact',
    source: 'table',
    tableVersion: 'test',
  };
}

export const UNPRICED: Cost = {
  usd: null,
  nanoUsd: null,
  parts: [],
  status: 'unpriced',
  reason: 'unknown_model',
  source: 'table',
  tableVersion: 'test',
};
