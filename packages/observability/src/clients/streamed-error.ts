import { field } from '@kagura/core';

/** An error that a provider reports in the middle of a stream that began well: named by the provider's own code. */
export class StreamedError extends Error {
  constructor(body: object) {
    const message = field(body, 'message');
    super(typeof message === 'string' ? message : 'The provider ended the stream with an error.');
    const code = [field(body, 'type'), field(body, 'code')].find(
      (value) => typeof value === 'string' && value !== '',
    );
    this.name = typeof code === 'string' ? code : 'StreamedError';
    // Where it was read says nothing about where it comes from.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Of what a stream says it failed with: an error that the client made of it, or the provider's own words. */
export function asError(failure: unknown): Error {
  if (failure instanceof Error) return failure;
  return new StreamedError(typeof failure === 'object' && failure !== null ? failure : { message: failure });
}
