import { amount, countIn } from '../counts';
import { conventionalProvider } from '../extractors/resolve-provider';
import { field } from '../fields';
import { inputTotal } from '../input-total';
import type { Usage, UsageReading } from '../usage';
import { jsonIn, textOrJsonIn } from './json-attribute';
import { isModelOperation } from './operation';
import type { Dialect, SpanAttributes } from './span-usage';

const TYPE = 'mlflow.spanType';

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['CHAT_MODEL', 'chat'],
  ['LLM', 'chat'],
  ['EMBEDDING', 'embeddings'],
  ['AGENT', 'invoke_agent'],
  ['TOOL', 'execute_tool'],
]);

/** Providers whose own counts leave the cached tokens out: MLflow passes them on as they came. */
const CACHE_OUTSIDE: ReadonlySet<string | undefined> = new Set(['anthropic', 'aws.bedrock']);

/** Spans of MLflow, whose attributes are all texts of JSON. */
export const MLFLOW: Dialect = {
  matches: (attributes) => field(attributes, TYPE) !== undefined,
  read: (attributes) => {
    const operation = OPERATIONS.get(textOrJsonIn(attributes, TYPE) ?? '');
    const isModelCall = isModelOperation(operation);
    return {
      operation,
      isModelCall,
      reading: isModelCall ? readCall(attributes) : undefined,
      requestModel: textOrJsonIn(attributes, 'mlflow.llm.model'),
    };
  },
};

function readCall(attributes: SpanAttributes): UsageReading {
  const named = textOrJsonIn(attributes, 'mlflow.llm.provider');
  const provider = named === undefined ? undefined : conventionalProvider(named);
  return {
    provider,
    model: textOrJsonIn(attributes, 'mlflow.llm.model'),
    usage: readCounts(jsonIn(attributes, 'mlflow.chat.tokenUsage'), provider),
    reportedCostUsd: amount(field(jsonIn(attributes, 'mlflow.llm.cost'), 'total_cost')),
    shape: 'mlflow',
  };
}

function readCounts(usage: unknown, provider: string | undefined): Usage {
  const cachedReadTokens = countIn(usage, 'cache_read_input_tokens');
  const cacheWriteTokens = countIn(usage, 'cache_creation_input_tokens');
  return {
    inputTokens: inputTotal({
      input: countIn(usage, 'input_tokens'),
      cachedRead: cachedReadTokens,
      cacheWrite: cacheWriteTokens,
      includesCache: CACHE_OUTSIDE.has(provider) ? false : undefined,
    }),
    cachedReadTokens,
    cacheWriteTokens,
    outputTokens: countIn(usage, 'output_tokens'),
  };
}
