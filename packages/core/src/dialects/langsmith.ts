import { amount } from '../counts';
import { field, textIn } from '../fields';
import { GEN_AI } from '../semconv';
import { jsonIn } from './json-attribute';
import { readConventions } from './opentelemetry';
import type { Dialect, SpanAttributes } from './span-usage';
import { translate } from './translate';

const KIND = 'langsmith.span.kind';

/** Kinds of its runs that are one call. It also names prompts `chat` and retrievers `embeddings`. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['llm', 'chat'],
  ['embedding', 'embeddings'],
  ['tool', 'execute_tool'],
]);

/** Runs that LangSmith exports as spans: the conventions, with the parts of the counts in texts of JSON. */
export const LANGSMITH: Dialect = {
  matches: (attributes) =>
    textIn(attributes, KIND) !== undefined || field(attributes, 'langsmith.usage_metadata') !== undefined,
  read: (attributes) =>
    readConventions(inConventions(attributes), { shape: 'langsmith', includesCache: true }),
};

function inConventions(attributes: SpanAttributes): SpanAttributes {
  const kind = textIn(attributes, KIND);
  const usage = jsonIn(attributes, 'langsmith.usage_metadata');
  const input = jsonIn(attributes, 'gen_ai.usage.input_token_details') ?? field(usage, 'input_token_details');
  const output =
    jsonIn(attributes, 'gen_ai.usage.output_token_details') ?? field(usage, 'output_token_details');
  return translate(attributes, {
    [GEN_AI.operation]: kind === undefined ? undefined : (OPERATIONS.get(kind) ?? kind),
    [GEN_AI.inputTokens]: field(attributes, GEN_AI.inputTokens) ?? field(usage, 'input_tokens'),
    [GEN_AI.outputTokens]: field(attributes, GEN_AI.outputTokens) ?? field(usage, 'output_tokens'),
    [GEN_AI.cacheReadTokens]: field(input, 'cache_read'),
    [GEN_AI.cacheCreationTokens]: field(input, 'cache_creation'),
    [GEN_AI.reasoningTokens]: field(output, 'reasoning'),
    'gen_ai.usage.audio.input_tokens': field(input, 'audio'),
    'gen_ai.usage.audio.output_tokens': field(output, 'audio'),
    'gen_ai.usage.cost': amount(field(usage, 'total_cost')),
  });
}
