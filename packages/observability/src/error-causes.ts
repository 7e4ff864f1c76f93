import { types } from 'node:util';

/** An error behind an error, and how it is linked to it. */
export interface ErrorCause {
  readonly link: 'cause' | 'errors';
  readonly error: unknown;
}

/** Errors behind one that are told of: enough for the layers of any client, and an end to a chain that has none. */
const MAX_CAUSES = 8;

/**
 * What led to an error, nearest first: its `cause`, that one's cause, and the `errors` of an `AggregateError`. Reads
 * data properties only.
 */
export function causesOf(error: unknown): readonly ErrorCause[] {
  const seen = new Set<unknown>([error]);
  const found: ErrorCause[] = [];
  const visit = (current: unknown): void => {
    for (const cause of directCausesOf(current)) {
      if (found.length === MAX_CAUSES) return;
      if (seen.has(cause.error)) continue;
      seen.add(cause.error);
      found.push(cause);
      visit(cause.error);
    }
  };
  visit(error);
  return found;
}

function directCausesOf(error: unknown): ErrorCause[] {
  const cause = dataProperty(error, 'cause');
  const errors = dataProperty(error, 'errors');
  return [
    ...(cause === undefined || cause === null ? [] : [{ link: 'cause' as const, error: cause }]),
    ...itemsOf(errors).map((item) => ({ link: 'errors' as const, error: item })),
  ];
}

function itemsOf(errors: unknown): unknown[] {
  if (types.isProxy(errors) || !Array.isArray(errors)) return [];
  const count = Math.min(errors.length, MAX_CAUSES);
  return Array.from({ length: count }, (_, index) => dataProperty(errors, String(index)));
}

/** A property's value, without invoking a getter or a trap of the application's. */
export function dataProperty(owner: unknown, key: string): unknown {
  if (typeof owner !== 'object' || owner === null || types.isProxy(owner)) return undefined;
  return Object.getOwnPropertyDescriptor(owner, key)?.value;
}
