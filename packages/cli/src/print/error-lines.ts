import { KAGURA, type StoredSpan, sanitizeLine, sanitizeText, TRANSPORT } from '@kagura/core';

/** A line of V8's stack that names a place; lines of the message may begin alike. */
const FRAME = /^\s+at .*:\d+\)?$/;
/** Frames that are not the application's: installed packages and the runtime itself. */
const FOREIGN_FRAME = /[\\/]node_modules[\\/]|\bnode:/;

/** The first line of an error that led to the one above. */
const CAUSE = /^\[(?:cause|errors)\]: /;

/**
 * What failed and where: the error's type and message, the first stack frame of the application's own code, and the
 * errors that led to it, and what the answer to a failed request told. None for a span that tells no error.
 */
export function errorLines({ error, attributes }: Pick<StoredSpan, 'error' | 'attributes'>): string[] {
  if (error === null) return [];
  const { type, message, stack } = error;
  const [first = '', ...rest] = sanitizeText(`${type}: ${message}`).split('\n');
  const frame = ownFrame(stack ?? '');
  return [
    'Error:',
    `  ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...(frame === undefined ? [] : [`  ${frame}`]),
    ...causeLines(stack ?? ''),
    ...factLines(attributes),
  ];
}

/** What identifies the failed request to the provider, and whether it was tried before. */
const FACTS = [
  [TRANSPORT.statusCode, 'HTTP status'],
  [KAGURA.requestId, 'request'],
  [KAGURA.attempt, 'attempt'],
] as const;

function factLines(attributes: StoredSpan['attributes']): string[] {
  const facts = FACTS.flatMap(([key, label]) =>
    attributes[key] === undefined ? [] : `${label} ${sanitizeLine(String(attributes[key]))}`,
  );
  return facts.length > 0 ? [`  ${facts.join(', ')}`] : [];
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
