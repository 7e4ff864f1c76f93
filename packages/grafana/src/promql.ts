const SERVICE = 'service_name=~"$service"';
const ENVIRONMENT = 'deployment_environment_name=~"$environment"';
const AGENT = 'gen_ai_agent_name=~"$agent"';
const MODEL = 'gen_ai_request_model=~"$model"';

/** Matchers of the variables that apply to a metric, by what its series are about. */
const SCOPES = {
  process: [SERVICE, ENVIRONMENT],
  agent: [SERVICE, ENVIRONMENT, AGENT],
  model: [SERVICE, ENVIRONMENT, AGENT, MODEL],
} as const;

export type Scope = keyof typeof SCOPES;

/** The series of a metric that the variables of the board have chosen. */
export function series(scope: Scope, metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${[...SCOPES[scope], ...matchers].join(', ')}}`;
}

export function perSecond(selector: string): string {
  return `rate(${selector}[$__rate_interval])`;
}

/** What a counter has grown in the time that the board shows. */
export function inRange(selector: string): string {
  return `increase(${selector}[$__range])`;
}

export function sum(expression: string, ...by: readonly string[]): string {
  return aggregate('sum', expression, by);
}

/** Several processes tell of one budget: the one that heard of it last has the highest number. */
export function highest(expression: string, ...by: readonly string[]): string {
  return aggregate('max', expression, by);
}

export function lowest(expression: string, ...by: readonly string[]): string {
  return aggregate('min', expression, by);
}

/**
 * Part of a whole, both grouped by the same labels. 0 where there is no part yet, since a counter of failures does not
 * exist before the first; nothing where there is no whole, since none of nothing is no ratio.
 */
export function ratio(part: string, whole: string): string {
  return `(${part} or 0 * ${whole}) / (${whole} > 0)`;
}

/** Quantile of a histogram's buckets, which have been turned into rates or increases. */
export function quantile(level: number, buckets: string, ...by: readonly string[]): string {
  return `histogram_quantile(${level}, ${sum(buckets, 'le', ...by)})`;
}

function aggregate(operator: string, expression: string, by: readonly string[]): string {
  return by.length === 0 ? `${operator}(${expression})` : `${operator} by (${by.join(', ')}) (${expression})`;
}

/** Names of the metrics in an expression, without what histograms append to theirs. */
export function metricsIn(expression: string): readonly string[] {
  const names = expression.match(/\b(?:kagura|gen_ai_client|otelcol)_\w+(?=[{[(])|\bup(?=\{)/g) ?? [];
  return [...new Set(names.map((name) => name.replace(/_bucket$/, '')))];
}
