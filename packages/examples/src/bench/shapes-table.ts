import { describeMeasurement } from './machine';
import type { ShapeMeasurement } from './measure-shapes';

/** In Markdown, with the machine and the day. */
export function shapesTable(shapes: readonly ShapeMeasurement[]): string {
  const us = (value: number): string => value.toFixed(2);
  return [
    describeMeasurement(),
    '',
    '| work | bare, µs | observed, µs | added, µs |',
    '|---|--:|--:|--:|',
    ...shapes.map(
      ({ name, bareUs, observedUs }) =>
        `| ${name} | ${us(bareUs)} | ${us(observedUs)} | ${us(observedUs - bareUs)} |`,
    ),
  ].join('\n');
}
