import { countIn, firstCount, sumKnown } from '../counts';
import { type CacheCounts, metadataCounts } from '../extractors/ai-sdk-metadata';
import { CACHE_OUTSIDE_UNTIL_6, REASONING_OUTSIDE_UNTIL_6 } from '../extractors/ai-sdk-step';
import { conventionalProvider } from '../extractors/resolve-provider';
import { field, firstText, isList, text, textIn } from '../fields';
import { inputTotal } from '../input-total';
import { GEN_AI } from '../semconv';
import type { Usage, UsageReading } from '../usage';
import { jsonIn } from './json-attribute';
import type { Dialect, SpanAttributes } from './span-usage';

const INPUT = ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens', GEN_AI.inputTokens];
const OUTPUT = ['ai.usage.outputTokens', 'ai.usage.completionTokens', GEN_AI.outputTokens];
const DETAILS = [
  'ai.usage.inputTokenDetails.noCacheTokens',
  'ai.usage.inputTokenDetails.cacheReadTokens',
  'ai.usage.inputTokenDetails.cacheWriteTokens',
  'ai.usage.outputTokenDetails.textTokens',
  'ai.usage.outputTokenDetails.reasoningTokens',
];

/**
 * Spans of the Vercel AI SDK up to version 6. `ai.generateText` and its like hold the totals of all steps; the calls
 * are their children `….doGenerate`, `….doStream` and `….doEmbed`.
 */
export const AI_SDK: Dialect = {
  matches: (attributes, scopeName) => scopeName === 'ai' || operationId(attributes) !== undefined,
  read: (attributes) => {
    const operation = operationOf(operationId(attributes) ?? '');
    const isModelCall = operation === 'chat' || operation === 'embeddings';
    return {
      operation,
      isModelCall,
      reading: isModelCall ? readCall(attributes) : undefined,
      toolName: textIn(attributes, 'ai.toolCall.name'),
      requestModel: firstText(attributes, [GEN_AI.requestModel, 'ai.model.id']),
    };
  },
};

/** `operation.name` holds the same, followed by the function's id. */
function operationId(attributes: SpanAttributes): string | undefined {
  const id = textIn(attributes, 'ai.operationId') ?? textIn(attributes, 'operation.name')?.split(' ', 1)[0];
  return id?.startsWith('ai.') === true ? id : undefined;
}

function operationOf(id: string): string | undefined {
  if (id === 'ai.toolCall') {
    return 'execute_tool';
  }
  if (id.endsWith('.doGenerate') || id.endsWith('.doStream')) {
    return 'chat';
  }
  return id.endsWith('.doEmbed') ? 'embeddings' : undefined;
}

function readCall(attributes: SpanAttributes): UsageReading {
  const named = firstText(attributes, ['ai.model.provider', GEN_AI.provider, 'gen_ai.system']);
  const provider = named === undefined ? undefined : conventionalProvider(named);
  const reasons = field(attributes, GEN_AI.finishReasons);
  return {
    provider,
    model: firstText(attributes, [
      'ai.response.model',
      GEN_AI.responseModel,
      'ai.model.id',
      GEN_AI.requestModel,
    ]),
    responseId: firstText(attributes, ['ai.response.id', GEN_AI.responseId]),
    finishReason:
      textIn(attributes, 'ai.response.finishReason') ??
      (isList(reasons) ? text(field(reasons, 0)) : undefined),
    usage: readCounts(attributes, provider),
    shape: 'ai-sdk',
  };
}

function readCounts(attributes: SpanAttributes, provider: string | undefined): Usage {
  const cache = cacheCounts(attributes);
  const reasoning = firstCount(attributes, [
    'ai.usage.outputTokenDetails.reasoningTokens',
    'ai.usage.reasoningTokens',
  ]);
  return {
    inputTokens: inputTotal({
      input: firstCount(attributes, INPUT),
      cachedRead: cache.read,
      cacheWrite: cache.write,
      uncached: countIn(attributes, 'ai.usage.inputTokenDetails.noCacheTokens'),
      includesCache: CACHE_OUTSIDE_UNTIL_6.has(provider) && !hasDetails(attributes) ? false : undefined,
    }),
    cachedReadTokens: cache.read,
    cacheWriteTokens: cache.write,
    cacheWrite1hTokens: cache.write1h,
    outputTokens: outputTokens(attributes, provider, reasoning),
    reasoningTokens: reasoning,
  };
}

function cacheCounts(attributes: SpanAttributes): CacheCounts {
  const inMetadata = metadataCounts(jsonIn(attributes, 'ai.response.providerMetadata'));
  const read = firstCount(attributes, [
    'ai.usage.inputTokenDetails.cacheReadTokens',
    'ai.usage.cachedInputTokens',
  ]);
  return {
    read: read ?? inMetadata.read,
    write: countIn(attributes, 'ai.usage.inputTokenDetails.cacheWriteTokens') ?? inMetadata.write,
    write1h: inMetadata.write1h,
  };
}

function outputTokens(
  attributes: SpanAttributes,
  provider: string | undefined,
  reasoning: number | undefined,
): number | undefined {
  const output = firstCount(attributes, OUTPUT);
  const outside = REASONING_OUTSIDE_UNTIL_6.has(provider) && !hasDetails(attributes);
  return outside && output !== undefined ? sumKnown(output, reasoning) : output;
}

/** Version 6 brought the details, and inclusive counts with them. */
function hasDetails(attributes: SpanAttributes): boolean {
  return firstCount(attributes, DETAILS) !== undefined;
}
