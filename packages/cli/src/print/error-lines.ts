import { type SpanError, sanitizeText } from '@kagura/core';

/** A line of V8's stack that names a place; lines of the message may begin alike. */
const FRAME = /^\s+at .*:\d+\)?$/;
/** Frames that are not the application's: installed packages and the runtime itself. */
const FOREIGN_FRAME = /[\\/]node_modules[\\/]|\bnode:/;

/** The first line of an error that led to the one above. */
const CAUSE = /^\[(?:cause|errors)\]: /;

/**
 * What failed and where: the error's type and message, the first stack frame of the application's own code, and the
 * errors that led to it.
 */
export function errorLines({ type, message, stack }: SpanError): string[] {
  const [first = '', ...rest] = sanitizeText(`${type}: ${message}`).split('\n');
  const frame = ownFrame(stack ?? '');
  return [
    'Error:',
    `  ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...(frame === undefined ? [] : [`  ${frame}`]),
    ...causeLines(stack ?? ''),
  ];
}

function causeLines(stack: string): string[] {
  return sanitizeText(stack)
    .split('\n')
    .filter((line) => CAUSE.test(line))
    .map((line) => `  ${line}`);
}

function ownFrame(stack: string): string | undefined {
  const frames = sanitizeText(stack)
    .split('\n')
    .filter((line) => FRAME.test(line));
  return frames.find((frame) => !FOREIGN_FRAME.test(frame))?.trim();
}
