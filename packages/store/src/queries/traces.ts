import type { StoredTrace } from '@kagura/core';
import { connection, type Database } from '../database';
import { hexOf, idBytes } from '../span-id';
import { SELECT_SPAN, type SpanRow, spanOf } from '../span-row';
import { TraceTree } from './trace-tree';

export interface ReadTraceOptions {
  /** Asks for this agent's invocation in the trace instead of the trace's root. */
  readonly agent?: string | undefined;
}

interface SpanIds {
  readonly trace_id: Uint8Array;
  readonly span_id: Uint8Array;
}

const TRACE_ID_DIGITS = 32;
const SHORTEST_PREFIX = 4;

/** A parent that is not stored belongs to another program, or has not ended yet. */
const HAS_NO_STORED_PARENT = `NOT EXISTS (
  SELECT 1 FROM spans AS parent WHERE parent.trace_id = span.trace_id AND parent.span_id = span.parent_span_id
)`;

const LAST_INVOCATION = `
  SELECT trace_id, span_id FROM spans WHERE kind = 'agent' AND agent = ? ORDER BY start_us DESC, id DESC LIMIT 1`;

const LAST_ROOT_OF_NAME = `
  SELECT trace_id, span_id FROM spans AS span
  WHERE agent_span_id IS NULL AND name = ? AND ${HAS_NO_STORED_PARENT}
  ORDER BY start_us DESC, id DESC LIMIT 1`;

const LAST_ROOT = `
  SELECT trace_id, span_id FROM spans AS span
  WHERE parent_span_id IS NULL OR (kind = 'agent' AND ${HAS_NO_STORED_PARENT})
  ORDER BY start_us DESC, id DESC LIMIT 1`;

const LAST_ORPHAN = `
  SELECT trace_id, span_id FROM spans AS span WHERE ${HAS_NO_STORED_PARENT}
  ORDER BY start_us DESC, id DESC LIMIT 1`;

/**
 * A trace by its id, or by at least 4 of the id's first digits where no other trace begins so. With an agent, the
 * outermost and first of its invocations in the trace; else the trace's root.
 *
 * @throws StoreError
 */
export function readTrace(
  database: Database,
  traceId: string,
  options: ReadTraceOptions = {},
): StoredTrace | undefined {
  if (traceId.length < SHORTEST_PREFIX) return undefined;
  const [id, another] = findTraceIds(database, traceId, 2);
  if (id === undefined || another !== undefined) return undefined;
  const tree = readTree(database, idBytes(id));
  const root = options.agent === undefined ? tree.root() : tree.invocationOf(options.agent);
  return root && tree.below(root);
}

/**
 * The latest-started invocation of the agent, else the latest root of that name. Without a name, the latest root.
 *
 * @throws StoreError
 */
export function readLastTrace(database: Database, agent?: string): StoredTrace | undefined {
  const opened = database[connection];
  const last =
    agent === undefined
      ? (opened.get<SpanIds>(LAST_ROOT) ?? opened.get<SpanIds>(LAST_ORPHAN))
      : (opened.get<SpanIds>(LAST_INVOCATION, [agent]) ?? opened.get<SpanIds>(LAST_ROOT_OF_NAME, [agent]));
  if (!last) return undefined;
  const tree = readTree(database, last.trace_id);
  const root = tree.span(hexOf(last.span_id));
  return root && tree.below(root);
}

/**
 * Ids of traces that begin with the given hexadecimal digits, in order; none for anything that is not such digits.
 *
 * @throws StoreError
 */
export function findTraceIds(database: Database, prefix: string, limit: number): string[] {
  if (!/^[0-9a-f]{1,32}$/i.test(prefix)) return [];
  const first = idBytes(prefix.padEnd(TRACE_ID_DIGITS, '0'));
  const last = idBytes(prefix.padEnd(TRACE_ID_DIGITS, 'f'));
  return database[connection]
    .all<Pick<SpanIds, 'trace_id'>>(
      'SELECT DISTINCT trace_id FROM spans WHERE trace_id BETWEEN ? AND ? ORDER BY trace_id LIMIT ?',
      [first, last, limit],
    )
    .map((row) => hexOf(row.trace_id));
}

function readTree(database: Database, traceId: Uint8Array): TraceTree {
  const rows = database[connection].all<SpanRow>(
    `${SELECT_SPAN} WHERE spans.trace_id = ? ORDER BY spans.start_us, spans.id`,
    [traceId],
  );
  return new TraceTree(rows.map(spanOf));
}
