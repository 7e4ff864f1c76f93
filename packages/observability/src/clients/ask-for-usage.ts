import { field } from '@kagura/core';

/** Answers of servers to a field that they do not know. */
const REFUSALS: ReadonlySet<unknown> = new Set([400, 422]);

/** Options of a request whose stream is to end with its usage. The caller's objects are left as they are. */
export function askForUsage(options: unknown): unknown {
  const body = field(options, 'body');
  if (!isRecord(options) || !isRecord(body)) return options;
  const { stream_options: given } = body;
  const asked = { ...(isRecord(given) ? given : {}), include_usage: true };
  return { ...options, body: { ...body, stream_options: asked } };
}

/**
 * True for an error that may be about the question for usage: it names the field, or the client kept nothing of the
 * server's explanation.
 */
export function isRefusalOfUsage(error: unknown): boolean {
  if (!REFUSALS.has(field(error, 'status'))) return false;
  const message = String(field(error, 'message'));
  return /stream_options|include_usage|\(no body\)$/.test(message);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
