import { ownData } from '@kagura/core';

/** What requests to models have at least one of. */
const TELLING = ['messages', 'input', 'contents', 'prompt', 'model'] as const;

/** The argument that looks like a request to a model, else all of them. */
export function requestOfArguments(args: readonly unknown[]): unknown {
  const request = args.find((arg) => TELLING.some((name) => ownData(arg, name) !== undefined));
  return request ?? args;
}

/** The model that a request names. */
export function modelOfRequest(request: unknown): string | undefined {
  const model = ownData(request, 'model');
  return typeof model === 'string' && model !== '' ? model : undefined;
}
