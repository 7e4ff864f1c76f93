import { textIn } from '../fields';
import { providerOf, readConventions } from './opentelemetry';
import type { Dialect, SpanAttributes, SpanUsage } from './span-usage';

const SPAN_KIND = 'traceloop.span.kind';

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['agent', 'invoke_agent'],
  ['tool', 'execute_tool'],
  ['workflow', 'invoke_workflow'],
]);

/** Spans of OpenLLMETRY (Traceloop): `llm.*` names in old versions, the conventions' names in new ones. */
export const OPENLLMETRY: Dialect = {
  matches: (attributes, scopeName) =>
    scopeName?.startsWith('@traceloop/') === true ||
    textIn(attributes, 'llm.request.type') !== undefined ||
    textIn(attributes, SPAN_KIND) !== undefined,
  read: (attributes) => {
    const kind = textIn(attributes, SPAN_KIND);
    return kind === undefined || kind === 'unknown' ? readCall(attributes) : readEntity(attributes, kind);
  },
};

/** Its instrumentation of Anthropic passes on the API's own count, which leaves the cached tokens out. */
function readCall(attributes: SpanAttributes): SpanUsage {
  const includesCache = providerOf(attributes) === 'anthropic' ? false : undefined;
  return readConventions(attributes, { shape: 'openllmetry', includesCache });
}

/** Workflows, tasks, agents and tools that the application has marked. */
function readEntity(attributes: SpanAttributes, kind: string): SpanUsage {
  const name = textIn(attributes, 'traceloop.entity.name');
  return {
    operation: OPERATIONS.get(kind),
    isModelCall: false,
    reading: undefined,
    agentName: kind === 'agent' ? name : undefined,
    toolName: kind === 'tool' ? name : undefined,
    requestModel: undefined,
  };
}
