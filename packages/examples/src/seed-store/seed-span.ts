import type { SpanContent, SpanRecord } from '@kagura/core';
import type { Random } from './random';

const CONTENT_CHARACTERS = 500;
const SENTENCES: readonly [string, ...string[]] = [
  'The order left the warehouse on Monday and is expected within two days. ',
  'Please summarise the report and name the three largest changes. ',
  'No article matches the question, so the nearest two are listed below. ',
  'The function returns early when the list is empty, which the caller relies on. ',
  'Prices include tax, and delivery is free above fifty euros. ',
  'La réponse est brève : le contrat prend fin le premier avril. ',
  '返品は三十日以内に承ります。',
];

/** What the spans of one trace have in common. */
export type TraceFields = Pick<SpanRecord, 'traceId' | 'service' | 'environment' | 'context'>;

/** Where in its trace a span is. */
export type SpanPlace = Pick<SpanRecord, 'parentSpanId' | 'agent' | 'agentSpanId'>;

export type SpanFields = Partial<SpanRecord> &
  Pick<SpanRecord, 'spanId' | 'name' | 'kind' | 'startUs' | 'durationUs'>;

/** A span that used nothing, and went well unless there is an error, but for what is given. */
export function seedSpan(trace: TraceFields, place: SpanPlace, fields: SpanFields): SpanRecord {
  const { error = null, usage = null, provider = null } = fields;
  // Each field by name: millions of these are made, and spreading objects would take most of the time.
  return {
    traceId: trace.traceId,
    spanId: fields.spanId,
    parentSpanId: place.parentSpanId,
    name: fields.name,
    kind: fields.kind,
    operation: fields.operation ?? null,
    agent: place.agent,
    agentSpanId: place.agentSpanId,
    provider,
    model: provider === null ? null : fields.name,
    status: error === null ? 'ok' : 'error',
    startUs: fields.startUs,
    durationUs: fields.durationUs,
    timeToFirstChunkUs: fields.timeToFirstChunkUs ?? null,
    latencyTracked: true,
    usageMissing: false,
    usage,
    usageSource: usage && 'reported',
    cost: fields.cost ?? null,
    responseId: fields.responseId ?? null,
    finishReason: usage && 'stop',
    error,
    service: trace.service,
    environment: trace.environment,
    context: trace.context,
    attributes: {},
    content: fields.content ?? null,
  };
}

/** An input and an output of about half a kilobyte each. */
export function seedContent(random: Random): SpanContent {
  return { input: JSON.stringify([seedText(random)]), output: JSON.stringify(seedText(random)) };
}

function seedText(random: Random): string {
  let text = '';
  while (text.length < CONTENT_CHARACTERS) text += random.pick(SENTENCES);
  return text;
}
