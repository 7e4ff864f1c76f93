import { ConfigurationError, ERROR_TYPE, GEN_AI, type SpanRecord } from '@kagura/core';

/** Keys of the labels on our metrics: the conventions' attribute names where they have one, so that panels can join both. */
export const LABEL = {
  agent: GEN_AI.agentName,
  model: GEN_AI.requestModel,
  provider: GEN_AI.provider,
  operation: GEN_AI.operation,
  tool: GEN_AI.toolName,
  tokenType: 'gen_ai.token.type',
  errorType: ERROR_TYPE,
  status: 'status',
  reason: 'reason',
  where: 'where',
  budget: 'budget',
  decision: 'decision',
  queue: 'queue',
  signal: 'signal',
  service: 'service.name',
  environment: 'deployment.environment.name',
} as const;

/** Label values by key. A missing value is an absent label: Prometheus cannot tell an empty one from it. */
export type LabelValues = Readonly<Record<string, string | null>>;

/** Value of every label that varies, once an instrument has as many series as it may have. */
export const OTHER = 'other';

/** The agent of calls made outside any: a panel can show and filter it, unlike an absent label. */
export const NO_AGENT = '(no agent)';

/** `error.type` of a failure that did not say what it was, as the conventions name it. */
const UNKNOWN_ERROR = '_OTHER';

/** `null` for a span that succeeded. */
export function errorTypeOf(span: SpanRecord): string | null {
  if (span.status === 'ok') return null;
  return span.error?.type || UNKNOWN_ERROR;
}

/** Value of a label the application asked for: `user`, `session`, `tenant`, else a tag, else an attribute of the span. */
export function extraLabelValue(span: SpanRecord, name: string): string | null {
  const { context } = span;
  if (name === 'user' || name === 'session' || name === 'tenant') return context[name] ?? null;
  const value = context.tags?.[name] ?? span.attributes[name];
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return null;
  }
}

/**
 * Refuses names that would make a scrape unreadable: two keys that print alike, or one that Prometheus keeps for itself.
 *
 * @throws ConfigurationError
 */
export function checkExtraLabels(names: readonly string[]): readonly string[] {
  const taken = new Set<string>(Object.values(LABEL).map(printedName)).add('le').add('quantile');
  for (const name of names) {
    const printed = printedName(name);
    if (!/^[a-zA-Z]/.test(printed)) {
      throw new ConfigurationError(`metrics.labels: "${name}" must begin with a letter.`);
    }
    if (taken.has(printed)) {
      throw new ConfigurationError(`metrics.labels: "${name}" would print as "${printed}", which is taken.`);
    }
    taken.add(printed);
  }
  return [...names];
}

/** How Prometheus exporters write an attribute's name. */
function printedName(key: string): string {
  return key.replace(/[^a-zA-Z0-9_]/g, '_').replace(/_{2,}/g, '_');
}
