import { field, itemsOf } from '@kagura/core';

/** What a provider charges for a call that failed: certainly nothing, or probably its input. */
export type FailureCharge = 'nothing' | 'input';

/** What a connection fails with before anything was sent. */
const NOT_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const MAX_CAUSES = 8;

/** Decides by what the call failed with. A server that refuses a request does not charge for it. */
export function chargeOfFailure(error: unknown): FailureCharge {
  let cause = error;
  for (let depth = 0; depth < MAX_CAUSES && cause !== undefined; depth += 1) {
    const status = field(cause, 'status') ?? field(cause, 'statusCode');
    if (typeof status === 'number' && status >= 400 && status < 500) return 'nothing';
    if (isNotSent(cause) || itemsOf(field(cause, 'errors')).some(isNotSent)) return 'nothing';
    cause = field(cause, 'cause');
  }
  return 'input';
}

function isNotSent(error: unknown): boolean {
  return NOT_SENT.has(field(error, 'code'));
}
