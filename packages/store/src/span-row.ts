import type { AttributeValue, CallContext, SpanKind, SpanRecord, SpanStatus, StoredSpan } from '@kagura/core';
import { BILLING_COLUMNS, type BillingRow, billingOf, billingValues } from './billing-row';
import { COST_COLUMNS, type CostRow, costOf, costValues } from './cost-row';
import type { SqliteValue } from './driver';
import { hexOf, idBytes } from './span-id';
import { parseAttributes, parseTags } from './span-json';
import { USAGE_COLUMNS, type UsageRow, usageOf, usageValues } from './usage-row';

/** Columns of `spans` in the order of `spanValues`. */
export const SPAN_COLUMNS: readonly string[] = [
  'trace_id',
  'span_id',
  'parent_span_id',
  'agent_span_id',
  'name',
  'kind',
  'operation',
  'agent',
  'provider',
  'model',
  'status',
  'start_us',
  'duration_us',
  'first_chunk_us',
  'latency_tracked',
  'usage_missing',
  'response_id',
  'finish_reason',
  'error_type',
  'error_message',
  'error_stack',
  'service',
  'environment',
  'user',
  'session',
  'tenant',
  'tags',
  'attributes',
  ...USAGE_COLUMNS,
  ...BILLING_COLUMNS,
  ...COST_COLUMNS,
];

export const INSERT_SPAN = `INSERT INTO spans (${SPAN_COLUMNS.join(', ')})
  VALUES (${SPAN_COLUMNS.map(() => '?').join(', ')})`;

/**
 * For the span that was inserted last, which stays the last: `span_content` has the same ids, `span_tag` has none. From
 * the very text that the row holds, so that deleting the row finds them again.
 */
export const INSERT_TAGS = `INSERT OR IGNORE INTO span_tag (key, value, start_us, id)
  SELECT key, value, ?, last_insert_rowid() FROM json_each(?) WHERE type = 'text'`;

/** For the span that was inserted last. */
export const INSERT_CONTENT =
  'INSERT INTO span_content (id, input, output) VALUES (last_insert_rowid(), ?, ?)';

/** Everything that `spanOf` needs. */
export const SELECT_SPAN =
  'SELECT spans.*, content.input AS content_input, content.output AS content_output ' +
  'FROM spans LEFT JOIN span_content AS content ON content.id = spans.id';

export interface SpanRow extends UsageRow, BillingRow, CostRow {
  readonly id: number;
  readonly trace_id: Uint8Array;
  readonly span_id: Uint8Array;
  readonly parent_span_id: Uint8Array | null;
  readonly agent_span_id: Uint8Array | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly operation: string | null;
  readonly agent: string;
  readonly provider: string;
  readonly model: string;
  readonly status: SpanStatus;
  readonly start_us: number;
  readonly duration_us: number;
  readonly first_chunk_us: number | null;
  readonly latency_tracked: number;
  readonly usage_missing: number;
  readonly response_id: string | null;
  readonly finish_reason: string | null;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly error_stack: string | null;
  readonly service: string;
  readonly environment: string;
  readonly user: string | null;
  readonly session: string | null;
  readonly tenant: string | null;
  readonly tags: string | null;
  readonly attributes: string | null;
  readonly content_input: string | null;
  readonly content_output: string | null;
}

/** Values for `INSERT_SPAN`. No agent, model, provider or environment is an empty text. */
export function spanValues(record: SpanRecord): SqliteValue[] {
  const { context, error } = record;
  return [
    idBytes(record.traceId),
    idBytes(record.spanId),
    record.parentSpanId ? idBytes(record.parentSpanId) : null,
    record.agentSpanId ? idBytes(record.agentSpanId) : null,
    record.name,
    record.kind,
    record.operation,
    record.agent ?? '',
    record.provider ?? '',
    record.model ?? '',
    record.status,
    Math.round(record.startUs),
    Math.round(record.durationUs),
    record.timeToFirstChunkUs === null ? null : Math.round(record.timeToFirstChunkUs),
    record.latencyTracked ? 1 : 0,
    record.usageMissing ? 1 : 0,
    record.responseId,
    record.finishReason,
    error?.type ?? null,
    error?.message ?? null,
    error?.stack ?? null,
    record.service,
    record.environment ?? '',
    context.user ?? null,
    context.session ?? null,
    context.tenant ?? null,
    context.tags ? jsonOf(context.tags) : null,
    jsonOf(record.attributes),
    ...usageValues(record.usage, record.usageSource),
    ...billingValues(record.billing),
    ...costValues(record.cost),
  ];
}

export function spanOf(row: SpanRow): StoredSpan {
  return {
    traceId: hexOf(row.trace_id),
    spanId: hexOf(row.span_id),
    parentSpanId: row.parent_span_id && hexOf(row.parent_span_id),
    agentSpanId: row.agent_span_id && hexOf(row.agent_span_id),
    name: row.name,
    kind: row.kind,
    operation: row.operation,
    agent: row.agent || null,
    provider: row.provider || null,
    model: row.model || null,
    status: row.status,
    startUs: row.start_us,
    durationUs: row.duration_us,
    timeToFirstChunkUs: row.first_chunk_us,
    latencyTracked: row.latency_tracked === 1,
    usageMissing: row.usage_missing === 1,
    usage: usageOf(row),
    usageSource: row.usage_source,
    billing: billingOf(row),
    cost: costOf(row),
    responseId: row.response_id,
    finishReason: row.finish_reason,
    error: errorOf(row),
    service: row.service,
    environment: row.environment || null,
    context: contextOf(row),
    attributes: parseAttributes(row.attributes),
    content: contentOf(row),
  };
}

function errorOf(row: SpanRow): StoredSpan['error'] {
  if (row.error_type === null) return null;
  return { type: row.error_type, message: row.error_message ?? '', stack: row.error_stack };
}

function contextOf(row: SpanRow): CallContext {
  return {
    ...(row.user !== null && { user: row.user }),
    ...(row.session !== null && { session: row.session }),
    ...(row.tenant !== null && { tenant: row.tenant }),
    ...(row.tags !== null && { tags: parseTags(row.tags) }),
  };
}

function contentOf(row: SpanRow): StoredSpan['content'] {
  if (row.content_input === null && row.content_output === null) return null;
  return { input: row.content_input, output: row.content_output };
}

function jsonOf(entries: Readonly<Record<string, AttributeValue>>): string | null {
  // Most spans have none: the loop ends at the first key without building anything.
  for (const key in entries) if (Object.hasOwn(entries, key)) return JSON.stringify(entries);
  return null;
}
