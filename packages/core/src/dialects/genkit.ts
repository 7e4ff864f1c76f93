import { countIn, sumKnown } from '../counts';
import { conventionalProvider } from '../extractors/resolve-provider';
import { field, textIn } from '../fields';
import type { Usage, UsageReading } from '../usage';
import { jsonIn } from './json-attribute';
import type { Dialect, SpanAttributes } from './span-usage';

const SUBTYPE = 'genkit:metadata:subtype';
const NAME = 'genkit:name';

/** The output holds the whole answer beside its usage. */
const MAX_OUTPUT_LENGTH = 1_048_576;

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['model', 'chat'],
  ['embedder', 'embeddings'],
  ['tool', 'execute_tool'],
]);

/** Spans of Firebase Genkit. Its embedders do not say what they used. */
export const GENKIT: Dialect = {
  matches: (attributes) => textIn(attributes, SUBTYPE) !== undefined,
  read: (attributes) => {
    const operation = OPERATIONS.get(textIn(attributes, SUBTYPE) ?? '');
    const isModelCall = operation === 'chat' || operation === 'embeddings';
    return {
      operation,
      isModelCall,
      reading: isModelCall ? readCall(attributes) : undefined,
      toolName: operation === 'execute_tool' ? textIn(attributes, NAME) : undefined,
      requestModel: isModelCall ? nameOf(attributes).model : undefined,
    };
  },
};

function readCall(attributes: SpanAttributes): UsageReading {
  const output = jsonIn(attributes, 'genkit:output', MAX_OUTPUT_LENGTH);
  const { plugin, model } = nameOf(attributes);
  return {
    provider: plugin === undefined ? undefined : conventionalProvider(plugin),
    model,
    finishReason: textIn(output, 'finishReason'),
    usage: readCounts(field(output, 'usage')),
    shape: 'genkit',
  };
}

/** Models are named `plugin/model`. */
function nameOf(attributes: SpanAttributes): { plugin: string | undefined; model: string | undefined } {
  const name = textIn(attributes, NAME);
  const slash = name?.indexOf('/') ?? -1;
  return slash > 0
    ? { plugin: name?.slice(0, slash), model: name?.slice(slash + 1) }
    : { plugin: undefined, model: name };
}

/** Thoughts stand beside the output when the total says so. */
function readCounts(usage: unknown): Usage {
  const input = countIn(usage, 'inputTokens');
  const output = countIn(usage, 'outputTokens');
  const thoughts = countIn(usage, 'thoughtsTokens');
  const withThoughts = output === undefined ? undefined : sumKnown(output, thoughts);
  const total = countIn(usage, 'totalTokens');
  return {
    inputTokens: input,
    cachedReadTokens: countIn(usage, 'cachedContentTokens'),
    outputTokens: total !== undefined && total === sumKnown(input, withThoughts) ? withThoughts : output,
    reasoningTokens: thoughts,
  };
}
