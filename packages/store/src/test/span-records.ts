import { randomBytes } from 'node:crypto';
import type { Cost, CostPart, SpanRecord } from '@kagura/core';

/** Start of the records that are built without one: 2025-10-04T01:30:00Z. */
export const START = new Date('2025-10-04T01:30:00Z');

/** A new id of that many hexadecimal digits. */
export function newId(digits: 16 | 32): string {
  return randomBytes(digits / 2).toString('hex');
}

/** Microseconds since the epoch. */
export function microseconds(date: Date | string): number {
  return new Date(date).getTime() * 1_000;
}

/** A successful step without anything; every field can be given. */
export function spanRecord(fields: Partial<SpanRecord> = {}): SpanRecord {
  return {
    traceId: newId(32),
    spanId: newId(16),
    parentSpanId: null,
    name: 'step',
    kind: 'step',
    operation: null,
    agent: null,
    agentSpanId: null,
    provider: null,
    model: null,
    status: 'ok',
    startUs: microseconds(START),
    durationUs: 100_000,
    timeToFirstChunkUs: null,
    latencyTracked: true,
    usageMissing: false,
    usage: null,
    usageSource: null,
    cost: null,
    responseId: null,
    finishReason: null,
    error: null,
    service: 'shop',
    environment: null,
    context: {},
    attributes: {},
    content: null,
    ...fields,
  };
}

/** An invocation of an agent. */
export function invocation(agent: string, fields: Partial<SpanRecord> = {}): SpanRecord {
  const spanId = fields.spanId ?? newId(16);
  const own = { kind: 'agent', name: agent, operation: 'invoke_agent', agent, agentSpanId: spanId } as const;
  return spanRecord({ ...own, ...fields, spanId });
}

/** A call of `gpt-4o` with 100 input and 50 output tokens, priced at 750,000 nano-dollars; below `parent` where given. */
export function modelCall(parent: SpanRecord | undefined, fields: Partial<SpanRecord> = {}): SpanRecord {
  return spanRecord({
    kind: 'model',
    name: 'gpt-4o',
    operation: 'chat',
    provider: 'openai',
    model: 'gpt-4o',
    usage: { inputTokens: 100, outputTokens: 50 },
    usageSource: 'reported',
    cost: price({ input: 250_000, output: 500_000 }),
    ...(parent && {
      traceId: parent.traceId,
      parentSpanId: parent.spanId,
      agent: parent.agent,
      agentSpanId: parent.agentSpanId,
    }),
    ...fields,
  });
}

/** The exact price that is the sum of the given parts, in nano-dollars. */
export function price(nano: Partial<Record<CostPart['kind'], number>>, fields: Partial<Cost> = {}): Cost {
  const parts = Object.entries(nano).map(([kind, nanoUsd]) => ({
    kind: kind as CostPart['kind'],
    quantity: 1,
    rateUsd: '0',
    usd: usd(nanoUsd),
    nanoUsd,
  }));
  const nanoUsd = parts.reduce((sum, part) => sum + part.nanoUsd, 0);
  return {
    usd: usd(nanoUsd),
    nanoUsd,
    parts,
    status: 'exact',
    source: 'table',
    priceId: 'openai/gpt-4o@2024-10-02',
    tableVersion: '2025-10-01',
    ...fields,
  };
}

/** What a call costs whose model has no price. */
export function noPrice(fields: Partial<Cost> = {}): Cost {
  return {
    usd: null,
    nanoUsd: null,
    parts: [],
    status: 'unpriced',
    reason: 'unknown_model',
    source: 'table',
    tableVersion: '2025-10-01',
    ...fields,
  };
}

function usd(nanoUsd: number): string {
  return (nanoUsd / 1e9).toFixed(9);
}
