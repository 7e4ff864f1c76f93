import { describeMeasurement } from './machine';
import type { ContentMeasurement } from './measure-content';

/** Redaction of the longest text may not hold up a call for longer. */
const LIMIT_MS = 50;

/** In Markdown, with the machine and the day. */
export function contentTable({ redaction, calls }: ContentMeasurement): string {
  return [
    describeMeasurement(),
    '',
    `| redaction of 64 KB | ms | ÷ limit of ${LIMIT_MS} ms |`,
    '|---|--:|--:|',
    ...redaction.map(
      ({ name, milliseconds }) =>
        `| ${name} | ${milliseconds.toFixed(2)} | ${(milliseconds / LIMIT_MS).toFixed(2)} × |`,
    ),
    '',
    '| a call with a prompt of 100 KB | ms |',
    '|---|--:|',
    ...calls.map(({ name, milliseconds }) => `| ${name} | ${milliseconds.toFixed(2)} |`),
  ].join('\n');
}
