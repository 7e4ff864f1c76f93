import { field, textIn } from '../fields';
import { readConventions } from './opentelemetry';
import type { Dialect, SpanAttributes, SpanUsage } from './span-usage';

/** Scopes of Pydantic AI, and of Logfire's instrumentations of other libraries. */
const SCOPE = /^(pydantic[-_]ai|logfire)\b/;
const CLAUDE_AGENT_SCOPE = /claude[-_.]agent[-_.]sdk/;

/**
 * Spans of Pydantic AI and Logfire. Their input contains the cached tokens, except where the Claude Agent SDK is
 * watched. Runs of agents repeat the usage of their calls, and in older versions name no operation.
 */
export const LOGFIRE: Dialect = {
  matches: (attributes, scopeName = '') =>
    SCOPE.test(scopeName) ||
    CLAUDE_AGENT_SCOPE.test(scopeName) ||
    field(attributes, 'logfire.msg') !== undefined,
  read: (attributes, scopeName = '') => {
    const includesCache = !CLAUDE_AGENT_SCOPE.test(scopeName);
    const span = readConventions(attributes, {
      shape: 'logfire',
      includesCache: includesCache && SCOPE.test(scopeName) ? true : includesCache ? undefined : false,
    });
    return span.operation === undefined ? withoutAgentRun(span, attributes) : span;
  },
};

function withoutAgentRun(span: SpanUsage, attributes: SpanAttributes): SpanUsage {
  const agentName = textIn(attributes, 'agent_name');
  return agentName === undefined ? span : { ...span, isModelCall: false, reading: undefined, agentName };
}
