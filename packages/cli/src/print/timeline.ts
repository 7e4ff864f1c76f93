import {
  formatMilliseconds,
  KAGURA,
  type StoredSpan,
  type StoredTrace,
  sanitizeLine,
  TRANSPORT,
} from '@kagura/core';
import { modelCallsOf } from './trace-summary';

interface TimelineEvent {
  /** Microseconds after the start of the root. */
  readonly offsetUs: number;
  readonly label: string;
}

/**
 * Starts are read from the wall clock and durations from the monotonic one, so a child may seem to outlive its
 * parent by the difference. Less than this is taken for that.
 */
const CLOCK_TOLERANCE_US = 1_000;

/** When each call below the root began and ended, in order of time. */
export function timelineLines(trace: StoredTrace): string[] {
  const events = timelineEvents(trace).map(({ offsetUs, label }) => ({
    offset: formatMilliseconds(offsetUs / 1000),
    label,
  }));
  const width = Math.max(...events.map(({ offset }) => offset.length));
  return events.map(({ offset, label }) => `  ${offset.padEnd(width)}  → ${label}`);
}

function timelineEvents(trace: StoredTrace): TimelineEvent[] {
  const { root } = trace;
  const events: TimelineEvent[] = [];
  const children = childrenByParent(trace);
  const namesModels = modelCallsOf(trace).length > 1;

  const visit = (
    span: StoredSpan,
    parentEndUs: number,
    labels: readonly [start: string, end: string],
  ): void => {
    const startUs = span.startUs - root.startUs;
    const ownEndUs = startUs + span.durationUs;
    const excessUs = ownEndUs - parentEndUs;
    const endUs = excessUs > 0 && excessUs < CLOCK_TOLERANCE_US ? Math.max(startUs, parentEndUs) : ownEndUs;
    events.push({ offsetUs: startUs, label: labels[0] + attemptText(span) });
    for (const child of children.get(span.spanId) ?? []) {
      visit(child, endUs, spanLabels(child, namesModels));
    }
    events.push({ offsetUs: endUs, label: labels[1] + failureText(span) });
  };
  visit(root, root.durationUs, ['Start', 'End']);
  // The walk puts a parent around its children; sorting is stable, so that holds for equal times.
  return events.sort((a, b) => a.offsetUs - b.offsetUs);
}

/** A span whose parent is not part of the trace stands directly below the root. */
function childrenByParent({ root, descendants }: StoredTrace): Map<string, StoredSpan[]> {
  const known = new Set([root.spanId, ...descendants.map((span) => span.spanId)]);
  const children = new Map<string, StoredSpan[]>();
  for (const span of descendants) {
    const parent =
      span.parentSpanId !== null && known.has(span.parentSpanId) ? span.parentSpanId : root.spanId;
    const siblings = children.get(parent) ?? [];
    siblings.push(span);
    children.set(parent, siblings);
  }
  return children;
}

function spanLabels(span: StoredSpan, namesModels: boolean): [start: string, end: string] {
  const name = sanitizeLine(span.name);
  switch (span.kind) {
    case 'model': {
      const model = namesModels ? ` (${sanitizeLine(span.model ?? span.name)})` : '';
      return [`LLM call start${model}`, `LLM call end${model}`];
    }
    case 'tool':
      return [`Tool call start (${name})`, `Tool call end (${name})`];
    case 'agent':
      return [`Agent start (${name})`, `Agent end (${name})`];
    case 'step':
      return [`${name} start`, `${name} end`];
  }
}

/** Said of a call that does again what failed before. */
function attemptText({ attributes }: StoredSpan): string {
  const attempt = attributes[KAGURA.attempt];
  return typeof attempt === 'number' ? `, attempt ${attempt}` : '';
}

function failureText({ status, error, attributes }: StoredSpan): string {
  if (status === 'ok') return '';
  const httpStatus = attributes[TRANSPORT.statusCode];
  const code = typeof httpStatus === 'number' ? ` (HTTP ${httpStatus})` : '';
  return ` ✖ ${error === null ? 'error' : sanitizeLine(error.type)}${code}`;
}
