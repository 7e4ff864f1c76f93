import type { GuardedProcess } from './guarded-process';

/** Values of a metric by the value of their last label. */
export async function metricValues(
  { observed }: GuardedProcess,
  name: string,
): Promise<Readonly<Record<string, number>>> {
  const { resourceMetrics } = await observed.kagura.metricProducer.collect();
  const metric = resourceMetrics.scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .find(({ descriptor }) => descriptor.name === name);
  const points = metric?.dataPoints ?? [];
  return Object.fromEntries(
    points.map(({ attributes, value }) => [String(Object.values(attributes).at(-1)), Number(value)]),
  );
}
