import { amount, count, firstCount, sumKnown } from '../counts';
import { chatUsage } from '../extractors/chat-usage';
import { field, isObject, textIn } from '../fields';
import type { Usage, UsageReading } from '../usage';
import { jsonIn } from './json-attribute';
import { providerOf } from './opentelemetry';
import { isModelOperation } from './operation';
import type { Dialect, SpanAttributes } from './span-usage';

const SCOPE = /^langfuse-sdk$/;
const TYPE = 'langfuse.observation.type';

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['generation', 'chat'],
  ['embedding', 'embeddings'],
  ['agent', 'invoke_agent'],
  ['tool', 'execute_tool'],
]);

const CACHED_READ = [
  'input_cached_tokens',
  'input_cache_read',
  'input_cache_read_tokens',
  'cache_read_input_tokens',
] as const;
const CACHE_WRITE = ['input_cache_creation', 'cache_creation_input_tokens', 'input_cache_write'] as const;

/** Observations of Langfuse. */
export const LANGFUSE: Dialect = {
  // Its attributes are set by the object around the span, and `observeOpenAI()` does not make the span active.
  tellsLater: SCOPE,
  standsBeside: SCOPE,
  matches: (attributes) => textIn(attributes, TYPE) !== undefined,
  read: (attributes) => {
    const operation = OPERATIONS.get(textIn(attributes, TYPE)?.toLowerCase() ?? '');
    const isModelCall = isModelOperation(operation);
    return {
      operation,
      isModelCall,
      reading: isModelCall ? readCall(attributes) : undefined,
      requestModel: textIn(attributes, 'langfuse.observation.model.name'),
      ...(textIn(attributes, 'langfuse.observation.level') === 'ERROR' && {
        failure: textIn(attributes, 'langfuse.observation.status_message') ?? '',
      }),
    };
  },
};

function readCall(attributes: SpanAttributes): UsageReading {
  const provider = providerOf(attributes);
  const details = jsonIn(attributes, 'langfuse.observation.usage_details');
  const cost = jsonIn(attributes, 'langfuse.observation.cost_details');
  return {
    provider,
    model: textIn(attributes, 'langfuse.observation.model.name'),
    usage:
      field(details, 'prompt_tokens') === undefined ? bucketUsage(details) : chatUsage(details, provider),
    reportedCostUsd: amount(field(cost, 'total')),
    shape: 'langfuse',
  };
}

/** Every token is in one bucket alone, so that a side is the sum of all buckets with its name. */
function bucketUsage(details: unknown): Usage {
  const cacheWrite1hTokens = firstCount(details, ['input_cache_creation_1h']);
  return {
    inputTokens: sumOfSide(details, 'input'),
    cachedReadTokens: firstCount(details, CACHED_READ),
    cacheWriteTokens: sumKnown(
      firstCount(details, CACHE_WRITE),
      firstCount(details, ['input_cache_creation_5m']),
      cacheWrite1hTokens,
    ),
    cacheWrite1hTokens,
    outputTokens: sumOfSide(details, 'output'),
    reasoningTokens: firstCount(details, ['output_reasoning_tokens', 'output_reasoning']),
    inputAudioTokens: firstCount(details, ['input_audio_tokens', 'input_audio']),
    outputAudioTokens: firstCount(details, ['output_audio_tokens', 'output_audio']),
  };
}

function sumOfSide(details: unknown, side: 'input' | 'output'): number | undefined {
  if (!isObject(details)) {
    return undefined;
  }
  try {
    return sumKnown(
      ...Object.entries(details)
        .filter(([name]) => name.includes(side))
        .map(([, tokens]) => count(tokens)),
    );
  } catch {
    // A Proxy or a getter of the application's.
    return undefined;
  }
}
