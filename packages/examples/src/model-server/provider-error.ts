import type { Provider, ServerSentEvent } from './endpoint';
import { ERROR_BODIES } from './error-bodies';

/** An error response in a provider's own format. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ProviderErrorInput {
  readonly provider: Provider;
  readonly status: number;
  readonly requestNumber: number;
  /** @default what the provider says with this status */
  readonly message?: string;
  readonly parameter?: string;
}

const RATE_LIMITED = 429;
const FIRST_SERVER_ERROR = 500;
const OVERLOADED = 503;
const ANTHROPIC_OVERLOADED = 529;

export function providerError(input: ProviderErrorInput): ErrorResponse {
  // Official clients wait as long as they are told before they retry; the stand-in does not keep them.
  const retryable = input.status === RATE_LIMITED || input.status >= FIRST_SERVER_ERROR;
  const headers: Record<string, string> = retryable ? { 'retry-after-ms': '1' } : {};
  return {
    status: input.status,
    headers,
    body: ERROR_BODIES[input.provider](input),
  };
}

/** What a stream sends that fails after it began well. */
export function providerErrorEvent(provider: Provider, requestNumber: number): ServerSentEvent {
  const isAnthropic = provider === 'anthropic';
  const status = isAnthropic ? ANTHROPIC_OVERLOADED : OVERLOADED;
  const { body } = providerError({ provider, requestNumber, status });
  return isAnthropic ? { event: 'error', data: body } : { data: body };
}
