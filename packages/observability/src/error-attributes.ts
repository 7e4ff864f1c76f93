import { KAGURA, type SpanError, TRANSPORT } from '@kagura/core';

/** What the answer to a failed request told of it. */
export function errorAttributes(error: SpanError): Readonly<Record<string, string | number>> {
  return {
    ...(error.statusCode !== undefined && { [TRANSPORT.statusCode]: error.statusCode }),
    ...(error.requestId !== undefined && { [KAGURA.requestId]: error.requestId }),
  };
}
