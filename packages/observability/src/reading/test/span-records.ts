import { randomBytes } from 'node:crypto';
import type { Cost, SpanRecord, Usage } from '@kagura/core';

/** What a test says about a span; the rest is plain. */
export interface SpanSeed extends Partial<SpanRecord> {
  /** Start, as an ISO date. */
  readonly at?: string;
  readonly durationMs?: number;
  /** Agent's invocation or other span that this one is directly inside of. */
  readonly inside?: SpanRecord | undefined;
}

/** A step. */
export function step(name: string, seed: SpanSeed = {}): SpanRecord {
  const { at = '2025-10-04T10:30:15Z', durationMs = 245, inside, ...fields } = seed;
  return {
    traceId: inside?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: inside?.spanId ?? null,
    name,
    kind: 'step',
    operation: null,
    agent: inside?.agent ?? null,
    agentSpanId: inside?.agentSpanId ?? null,
    provider: null,
    model: null,
    status: 'ok',
    startUs: Date.parse(at) * 1000,
    durationUs: durationMs * 1000,
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

export function invocation(agent: string, seed: SpanSeed = {}): SpanRecord {
  const spanId = randomBytes(8).toString('hex');
  return step(agent, {
    kind: 'agent',
    operation: 'invoke_agent',
    agent,
    spanId,
    agentSpanId: spanId,
    ...seed,
  });
}

export function modelCall(model: string, seed: SpanSeed = {}): SpanRecord {
  return step(model, { kind: 'model', operation: 'chat', provider: 'openai', model, ...seed });
}

/** Usage and cost of a model call that took 120 tokens in and gave 85 out. */
export function priced(nanoUsd: number, output = 0): Pick<SpanRecord, 'usage' | 'usageSource' | 'cost'> {
  const parts = [
    { kind: 'input', quantity: 120, rateUsd: '1', usd: '1', nanoUsd: nanoUsd - output },
    { kind: 'output', quantity: 85, rateUsd: '1', usd: '1', nanoUsd: output },
  ] as const;
  const cost: Cost = { usd: '1', nanoUsd, parts, status: 'exact', source: 'table', tableVersion: 'test' };
  return { usage: { inputTokens: 120, outputTokens: 85 }, usageSource: 'reported', cost };
}

/** Usage of a model that no price is known for. */
export function unpriced(usage: Usage): Pick<SpanRecord, 'usage' | 'usageSource' | 'cost'> {
  const cost: Cost = {
    usd: null,
    nanoUsd: null,
    parts: [],
    status: 'unpriced',
    reason: 'unknown_model',
    source: 'table',
    tableVersion: 'test',
  };
  return { usage, usageSource: 'reported', cost };
}
