import type { Sample } from '../exporters/exposition.suite';
import { attributesOf, type OtlpMetric, type OtlpPoint } from './otlp-endpoint';

/** Words that Prometheus' translation of OTLP appends for a unit; one in braces says nothing. */
const UNIT_WORDS: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes' };

/**
 * What Prometheus makes of metrics that it gets by OTLP, with its usual way of naming: underscores for what is no
 * letter or digit, the word of the unit unless the name has it, `ratio` for a gauge of unit 1, `total` for a counter.
 */
export function seriesOf(metrics: readonly OtlpMetric[]): Sample[] {
  return metrics.flatMap((metric) => {
    const name = translatedName(metric);
    const points = (metric.sum ?? metric.gauge ?? metric.histogram)?.dataPoints ?? [];
    return points.flatMap((point) => (metric.histogram ? histogram(name, point) : [number(name, point)]));
  });
}

function translatedName({ name, unit, sum, gauge }: OtlpMetric): string {
  const words = name.split(/[^a-zA-Z0-9]+/);
  const unitWord = UNIT_WORDS[unit] ?? (unit === '1' && gauge ? 'ratio' : undefined);
  if (unitWord === undefined && !/^(1|\{.*\})$/.test(unit)) throw new Error(`no rule for the unit ${unit}`);
  if (unitWord !== undefined && !words.includes(unitWord)) words.push(unitWord);
  if (sum?.isMonotonic === true) return [...words.filter((word) => word !== 'total'), 'total'].join('_');
  return words.join('_');
}

function labelsOf(point: OtlpPoint): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributesOf(point)).map(([key, value]) => [key.replace(/\W/g, '_'), value ?? '']),
  );
}

function number(name: string, point: OtlpPoint): Sample {
  return { name, labels: labelsOf(point), value: Number(point.asInt ?? point.asDouble) };
}

function histogram(name: string, point: OtlpPoint): Sample[] {
  const labels = labelsOf(point);
  let below = 0;
  const buckets = (point.bucketCounts ?? []).map((count, index) => {
    below += Number(count);
    const le = String(point.explicitBounds?.[index] ?? '+Inf');
    return { name: `${name}_bucket`, labels: { ...labels, le }, value: below };
  });
  return [
    ...buckets,
    { name: `${name}_sum`, labels, value: point.sum ?? Number.NaN },
    { name: `${name}_count`, labels, value: Number(point.count) },
  ];
}
