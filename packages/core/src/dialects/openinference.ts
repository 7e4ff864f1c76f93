import { amount, countIn, firstCount } from '../counts';
import { conventionalProvider } from '../extractors/resolve-provider';
import { field, firstText, textIn } from '../fields';
import { inputTotal } from '../input-total';
import type { Usage, UsageReading } from '../usage';
import { isModelOperation } from './operation';
import type { Dialect, SpanAttributes } from './span-usage';

const SPAN_KIND = 'openinference.span.kind';

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['LLM', 'chat'],
  ['EMBEDDING', 'embeddings'],
  ['AGENT', 'invoke_agent'],
  ['TOOL', 'execute_tool'],
  ['RETRIEVER', 'retrieval'],
]);

const REQUEST_MODEL = ['llm.request.model_name', 'llm.model_name', 'embedding.model_name'] as const;

/** Spans of OpenInference (Arize Phoenix). */
export const OPENINFERENCE: Dialect = {
  // Its tracer masks attributes before it sets them.
  tellsLater: /^@arizeai\/openinference-/,
  matches: (attributes) => textIn(attributes, SPAN_KIND) !== undefined,
  read: (attributes) => {
    const operation = OPERATIONS.get(textIn(attributes, SPAN_KIND)?.toUpperCase() ?? '');
    const isModelCall = isModelOperation(operation);
    return {
      operation,
      isModelCall,
      reading: isModelCall ? readCall(attributes) : undefined,
      agentName: textIn(attributes, 'agent.name'),
      toolName: textIn(attributes, 'tool.name'),
      requestModel: firstText(attributes, REQUEST_MODEL),
    };
  },
};

function readCall(attributes: SpanAttributes): UsageReading {
  const provider = firstText(attributes, ['llm.provider', 'llm.system']);
  return {
    provider: provider === undefined ? undefined : conventionalProvider(provider),
    model: firstText(attributes, ['llm.response.model_name', 'llm.model_name', ...REQUEST_MODEL]),
    responseId: textIn(attributes, 'gen_ai.response.id'),
    finishReason: textIn(attributes, 'llm.finish_reason'),
    usage: readCounts(attributes),
    reportedCostUsd: amount(field(attributes, 'llm.cost.total')),
    shape: 'openinference',
  };
}

function readCounts(attributes: SpanAttributes): Usage {
  const cachedRead = firstCount(attributes, [
    'llm.token_count.prompt_details.cache_read',
    'llm.token_count.prompt_details.cache_input',
  ]);
  const cacheWrite = countIn(attributes, 'llm.token_count.prompt_details.cache_write');
  return {
    inputTokens: inputTotal({
      input: countIn(attributes, 'llm.token_count.prompt'),
      cachedRead,
      cacheWrite,
    }),
    cachedReadTokens: cachedRead,
    cacheWriteTokens: cacheWrite,
    outputTokens: countIn(attributes, 'llm.token_count.completion'),
    reasoningTokens: countIn(attributes, 'llm.token_count.completion_details.reasoning'),
    inputAudioTokens: countIn(attributes, 'llm.token_count.prompt_details.audio'),
    outputAudioTokens: countIn(attributes, 'llm.token_count.completion_details.audio'),
  };
}
