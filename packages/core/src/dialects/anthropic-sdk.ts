import { countIn, sumKnown } from '../counts';
import type { UsageReading } from '../usage';
import { readConventions } from './opentelemetry';
import type { Dialect, SpanAttributes } from './span-usage';

/** Followed by the platform in clients for Bedrock and Vertex AI. */
const SCOPE = /^com\.anthropic\.sdk\.typescript/;

/** Spans that `@anthropic-ai/sdk` makes itself since 0.134.0. Their input adds the cached tokens up. */
export const ANTHROPIC_SDK: Dialect = {
  // The span of its stream helper is handed on to the request as an argument.
  standsBeside: SCOPE,
  matches: (_attributes, scopeName) => scopeName !== undefined && SCOPE.test(scopeName),
  read: (attributes) => {
    const span = readConventions(attributes, { shape: 'anthropic-sdk', includesCache: true });
    return { ...span, reading: span.reading && withCompaction(span.reading, attributes) };
  },
};

/** Condensing the context on the server is billed, but stands beside the message's own counts. */
function withCompaction(reading: UsageReading, attributes: SpanAttributes): UsageReading {
  const input = countIn(attributes, 'anthropic.usage.compaction.input_tokens');
  const output = countIn(attributes, 'anthropic.usage.compaction.output_tokens');
  const { inputTokens, outputTokens } = reading.usage;
  return {
    ...reading,
    usage: {
      ...reading.usage,
      inputTokens: inputTokens === undefined ? undefined : sumKnown(inputTokens, input),
      outputTokens: outputTokens === undefined ? undefined : sumKnown(outputTokens, output),
    },
  };
}
