import type { Provider, ServerSentEvent } from './endpoint';

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

interface ErrorText {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
}

const OPENAI_ERRORS: Readonly<Record<number, ErrorText>> = {
  400: {
    type: 'invalid_request_error',
    code: 'invalid_value',
    message: 'Invalid request: the stand-in was asked to refuse it.',
  },
  401: {
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided: stand-in.',
  },
  404: {
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  429: {
    type: 'requests',
    code: 'rate_limit_exceeded',
    message:
      'Rate limit reached in organization org-stand-in on requests per min (RPM): Limit 3, Used 3, Requested 1.',
  },
  500: {
    type: 'server_error',
    code: null,
    message: 'The server had an error while processing your request. Sorry about that!',
  },
  503: {
    type: 'server_error',
    code: null,
    message: 'The engine is currently overloaded, please try again later.',
  },
};

const ANTHROPIC_ERRORS: Readonly<Record<number, ErrorText>> = {
  400: {
    type: 'invalid_request_error',
    code: null,
    message: 'The stand-in was asked to refuse this request.',
  },
  401: { type: 'authentication_error', code: null, message: 'invalid x-api-key' },
  403: { type: 'permission_error', code: null, message: 'Your API key does not have permission.' },
  404: { type: 'not_found_error', code: null, message: 'Not found' },
  413: { type: 'request_too_large', code: null, message: 'Request exceeds the maximum size' },
  429: {
    type: 'rate_limit_error',
    code: null,
    message: 'This request would exceed the rate limit for your organization of 3 requests per minute.',
  },
  500: { type: 'api_error', code: null, message: 'Internal server error' },
  529: { type: 'overloaded_error', code: null, message: 'Overloaded' },
};

const RATE_LIMITED = 429;
const FIRST_SERVER_ERROR = 500;
const OVERLOADED: Readonly<Record<Provider, number>> = { openai: 503, anthropic: 529 };

export function providerError(input: ProviderErrorInput): ErrorResponse {
  // Official clients wait as long as they are told before they retry; the stand-in does not keep them.
  const retryable = input.status === RATE_LIMITED || input.status >= FIRST_SERVER_ERROR;
  const headers: Record<string, string> = retryable ? { 'retry-after-ms': '1' } : {};
  return {
    status: input.status,
    headers,
    body: input.provider === 'openai' ? openaiBody(input) : anthropicBody(input),
  };
}

/** What a stream sends that fails after it began well. */
export function providerErrorEvent(provider: Provider, requestNumber: number): ServerSentEvent {
  const { body } = providerError({ provider, requestNumber, status: OVERLOADED[provider] });
  return provider === 'openai' ? { data: body } : { event: 'error', data: body };
}

function openaiBody({ status, message, parameter }: ProviderErrorInput): unknown {
  const known = OPENAI_ERRORS[status] ?? fallback(status);
  const own = message !== undefined;
  return {
    error: {
      message: message ?? known.message,
      type: known.type,
      param: parameter ?? null,
      code: own ? null : known.code,
    },
  };
}

function anthropicBody({ status, message, requestNumber }: ProviderErrorInput): unknown {
  const known = ANTHROPIC_ERRORS[status] ?? fallback(status);
  return {
    type: 'error',
    error: { type: known.type, message: message ?? known.message },
    request_id: `req_standin_${requestNumber}`,
  };
}

function fallback(status: number): ErrorText {
  return status >= FIRST_SERVER_ERROR
    ? { type: 'api_error', code: null, message: 'The stand-in was asked to fail.' }
    : {
        type: 'invalid_request_error',
        code: null,
        message: 'The stand-in was asked to refuse this request.',
      };
}
