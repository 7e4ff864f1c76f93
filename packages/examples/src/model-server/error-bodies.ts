import type { Provider } from './endpoint';
import type { ProviderErrorInput } from './provider-error';

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

const FIRST_SERVER_ERROR = 500;

/** The body of an error response as each provider writes it. */
export const ERROR_BODIES: Readonly<Record<Provider, (input: ProviderErrorInput) => unknown>> = {
  openai: openaiBody,
  anthropic: anthropicBody,
  google: googleBody,
  mistral: (input) => ({
    object: 'error',
    message: messageOf(input),
    type: 'invalid_request_error',
    code: '3051',
  }),
  cohere: (input) => ({ message: messageOf(input) }),
  ollama: (input) => ({ error: messageOf(input) }),
  bedrock: bedrockBody,
};

/** The providers without texts of their own here speak like OpenAI. */
function messageOf({ status, message }: ProviderErrorInput): string {
  return message ?? (OPENAI_ERRORS[status] ?? fallback(status)).message;
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

const GOOGLE_STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

function googleBody(input: ProviderErrorInput): unknown {
  const { status } = input;
  return { error: { code: status, message: messageOf(input), status: GOOGLE_STATUS[status] ?? 'UNKNOWN' } };
}

const BEDROCK_TYPES: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  404: 'ResourceNotFoundException',
  429: 'ThrottlingException',
};

/** The client tells kinds of errors by `__type`. */
function bedrockBody(input: ProviderErrorInput): unknown {
  return { __type: BEDROCK_TYPES[input.status] ?? 'InternalServerException', message: messageOf(input) };
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
