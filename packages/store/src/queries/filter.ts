import type { CallFilter, SpanKind } from '@kagura/core';
import type { SqliteNames } from '../driver';

/** Keys that the rollups are kept by. */
const SUMMED_KEYS = ['agent', 'model', 'provider', 'service', 'environment'] as const;

/** Keys that only the spans know, through an index each. */
const SPAN_KEYS = ['user', 'session', 'tenant'] as const;

export type FilterKey = (typeof SUMMED_KEYS)[number];

const KEYS = [...SUMMED_KEYS, ...SPAN_KEYS];

/** Written out, as an index of some rows is only used where it is plain that the others are not asked for. */
const STATUS_CONDITIONS = { ok: "status = 'ok'", error: "status = 'error'" } as const;

/** True for a filter that the rollups do not know of. */
export function answersFromSpans(filter: CallFilter): boolean {
  return (
    filter.tag !== undefined ||
    filter.status !== undefined ||
    SPAN_KEYS.some((key) => filter[key] !== undefined)
  );
}

/** SQL about a row of `span_fact` or of a rollup; the range and the tag are not in it. */
export function conditionsOf(kind: SpanKind, filter: CallFilter): string[] {
  const set = KEYS.filter((key) => filter[key] !== undefined);
  return [
    `kind = '${kind}'`,
    ...set.map((key) => `${key} = :${key}`),
    ...(filter.status === undefined ? [] : [STATUS_CONDITIONS[filter.status]]),
  ];
}

export function parametersOf(filter: CallFilter): SqliteNames {
  const parameters: SqliteNames = {};
  for (const key of KEYS) {
    const value = filter[key];
    if (value !== undefined) parameters[key] = value;
  }
  if (filter.tag) {
    parameters.tagKey = filter.tag.key;
    parameters.tagValue = filter.tag.value;
  }
  return parameters;
}
