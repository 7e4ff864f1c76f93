import { type SpanError, sanitizeText } from '@kagura/core';

/** A line of V8's stack that names a place; lines of the message may begin alike. */
const FRAME = /^\s+at .*:\d+\)?$/;
/** Frames that are not the application's: installed packages and the runtime itself. */
const FOREIGN_FRAME = /[\\/]node_modules[\\/]|\bnode:/;

/** What failed and where: the error's type and message, and the first stack frame of the application's own code. */
export function errorLines({ type, message, stack }: SpanError): string[] {
  const [first = '', ...rest] = sanitizeText(`${type}: ${message}`).split('\n');
  const frame = ownFrame(stack ?? '');
  return [
    'Error:',
    `  ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...(frame === undefined ? [] : [`  ${frame}`]),
  ];
}

function ownFrame(stack: string): string | undefined {
  const frames = sanitizeText(stack)
    .split('\n')
    .filter((line) => FRAME.test(line));
  return frames.find((frame) => !FOREIGN_FRAME.test(frame))?.trim();
}
