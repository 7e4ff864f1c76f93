import {
  formatRfc3339,
  KAGURA,
  outputTokensPerSecond,
  type StoredCost,
  type StoredSpan,
  type StoredTrace,
  TRANSPORT,
  type Usage,
} from '@kagura/core';
import { costFields, usdNumber } from './json-money';
import { summarizeTrace } from './trace-summary';

/** A stored invocation with everything that is known of it and of each span below it. */
export function traceJson(trace: StoredTrace, timeZone: string): Record<string, unknown> {
  const { root, descendants } = trace;
  return {
    trace_id: root.traceId,
    root: spanJson(root, timeZone),
    spans: descendants.map((span) => spanJson(span, timeZone)),
  };
}

/** Sums over the model calls of the invocation. */
export function traceTotalsJson(trace: StoredTrace): Record<string, unknown> {
  const { cost, inputTokens, outputTokens } = summarizeTrace(trace);
  return {
    ...costFields(cost),
    tokens: { input: inputTokens?.value ?? null, output: outputTokens?.value ?? null },
  };
}

function spanJson(span: StoredSpan, timeZone: string): Record<string, unknown> {
  return {
    span_id: span.spanId,
    parent_span_id: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    operation: span.operation,
    agent: span.agent,
    agent_span_id: span.agentSpanId,
    provider: span.provider,
    model: span.model,
    status: span.status,
    started_at: formatRfc3339(new Date(span.startUs / 1000), timeZone),
    start_us: span.startUs,
    duration_ms: span.durationUs / 1000,
    time_to_first_chunk_ms: span.timeToFirstChunkUs === null ? null : span.timeToFirstChunkUs / 1000,
    tokens_per_second: outputTokensPerSecond(span),
    latency_tracked: span.latencyTracked,
    tokens: usageJson(span.usage),
    usage_source: span.usageSource,
    billing: billingJson(span.billing),
    ...costJson(span.cost),
    response_id: span.responseId,
    finish_reason: span.finishReason,
    error: errorJson(span),
    service: span.service,
    environment: span.environment,
    user: span.context.user ?? null,
    session: span.context.session ?? null,
    tenant: span.context.tenant ?? null,
    tags: span.context.tags ?? {},
    attributes: span.attributes,
    input: contentJson(span.content?.input),
    output: contentJson(span.content?.output),
  };
}

function errorJson({ error, attributes }: StoredSpan): Record<string, unknown> | null {
  return error === null
    ? null
    : {
        ...error,
        status_code: attributes[TRANSPORT.statusCode] ?? null,
        request_id: attributes[KAGURA.requestId] ?? null,
      };
}

function usageJson(usage: Usage | null): Record<string, unknown> | null {
  return usage === null
    ? null
    : {
        input: usage.inputTokens ?? null,
        output: usage.outputTokens ?? null,
        cached: usage.cachedReadTokens ?? null,
        cache_write: usage.cacheWriteTokens ?? null,
        cache_write_1h: usage.cacheWrite1hTokens ?? null,
        reasoning: usage.reasoningTokens ?? null,
        input_audio: usage.inputAudioTokens ?? null,
        output_audio: usage.outputAudioTokens ?? null,
        input_image: usage.inputImageTokens ?? null,
        output_image: usage.outputImageTokens ?? null,
        cached_audio: usage.cachedReadAudioTokens ?? null,
        web_search_requests: usage.webSearchRequests ?? null,
        input_audio_seconds: usage.inputAudioSeconds ?? null,
        input_pages: usage.inputPages ?? null,
      };
}

function billingJson(billing: StoredSpan['billing']): Record<string, unknown> | null {
  return billing === null || billing === undefined
    ? null
    : {
        service_tier: billing.serviceTier ?? null,
        speed: billing.speed ?? null,
        geo: billing.geo ?? null,
        location: billing.location ?? null,
      };
}

function costJson(cost: StoredCost | null): Record<string, unknown> {
  return cost === null
    ? { cost_usd: null, cost_status: null, cost: null }
    : {
        cost_usd: usdNumber(cost.nanoUsd),
        cost_status: cost.status,
        cost: {
          input_usd: usdNumber(cost.inputNanoUsd),
          cached_read_usd: usdNumber(cost.cachedReadNanoUsd),
          cache_write_usd: usdNumber(cost.cacheWriteNanoUsd),
          output_usd: usdNumber(cost.outputNanoUsd),
          fees_usd: usdNumber(cost.feesNanoUsd),
          reason: cost.reason,
          source: cost.source,
          price_id: cost.priceId,
          table_version: cost.tableVersion,
          reported_usd: usdNumber(cost.reportedNanoUsd),
          calculated_usd: usdNumber(cost.calculatedNanoUsd),
        },
      };
}

/** Recorded content is JSON text already; what is not stays a text. */
function contentJson(json: string | null | undefined): unknown {
  if (json === null || json === undefined) {
    return null;
  }
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
