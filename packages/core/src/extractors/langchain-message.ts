import { countIn } from '../counts';
import { field, firstText, isObject, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import { openaiByModel } from './chat-provider';
import type { Extractor } from './extractor';
import { reportedCost } from './reported-cost';
import { conventionalProvider, resolveProvider } from './resolve-provider';

const MODEL_NAMES = ['model_name', 'modelName', 'model', 'model_id', 'modelId'] as const;
const FINISH_REASONS = ['finish_reason', 'stop_reason', 'stopReason', 'finishReason', 'done_reason'] as const;

/** Answers of a model as LangChain hands them on, `AIMessage` and the sum of its chunks. */
export const extractLangchainMessage: Extractor = (message, hint) => {
  const metadata = field(message, 'response_metadata');
  if (!isObject(metadata)) {
    return undefined;
  }
  const usage = langchainCounts(message, metadata);
  return usage === undefined && firstText(metadata, MODEL_NAMES) === undefined
    ? undefined
    : readLangchain(message, usage, hint);
};

/** Version 0.1 had the counts of OpenAI alone, under another name. */
function langchainCounts(message: unknown, metadata: unknown): unknown {
  const usage = field(message, 'usage_metadata');
  if (isObject(usage)) {
    return usage;
  }
  const older = field(metadata, 'tokenUsage');
  return countIn(older, 'promptTokens') === undefined
    ? undefined
    : { input_tokens: field(older, 'promptTokens'), output_tokens: field(older, 'completionTokens') };
}

export function readLangchain(message: unknown, usage: unknown, hint: UsageHint): UsageReading {
  const metadata = field(message, 'response_metadata');
  const model =
    firstText(metadata, MODEL_NAMES) ?? textIn(field(message, 'additional_kwargs'), 'model') ?? hint.model;
  const named = textIn(metadata, 'model_provider');
  const provider = resolveProvider(
    hint,
    named === undefined ? openaiByModel(model) : conventionalProvider(named),
  );
  const asItCame = field(metadata, 'usage');
  return {
    provider,
    model,
    responseId: textIn(message, 'id'),
    finishReason: firstText(metadata, FINISH_REASONS),
    serviceTier: textIn(metadata, 'service_tier') ?? textIn(asItCame, 'service_tier'),
    usage: langchainUsage(usage, asItCame, provider),
    reportedCostUsd: reportedCost(asItCame),
    shape: 'langchain',
  };
}

function langchainUsage(usage: unknown, asItCame: unknown, provider: string | undefined): Usage {
  const inputDetails = field(usage, 'input_token_details');
  const outputDetails = field(usage, 'output_token_details');
  return {
    inputTokens: countIn(usage, 'input_tokens'),
    cachedReadTokens: countIn(inputDetails, 'cache_read'),
    cacheWriteTokens: countIn(inputDetails, 'cache_creation'),
    cacheWrite1hTokens: countIn(field(asItCame, 'cache_creation'), 'ephemeral_1h_input_tokens'),
    outputTokens: outputTokens(usage, provider),
    reasoningTokens: countIn(outputDetails, 'reasoning'),
    inputAudioTokens: countIn(inputDetails, 'audio'),
    outputAudioTokens: countIn(outputDetails, 'audio'),
  };
}

/**
 * For Gemini, LangChain drops the thoughts (`@langchain/google-genai` 2.3.2), but not from the total. Its messages do
 * not always name the provider; those of others add up.
 */
function outputTokens(usage: unknown, provider: string | undefined): number | undefined {
  const input = countIn(usage, 'input_tokens');
  const output = countIn(usage, 'output_tokens');
  const total = countIn(usage, 'total_tokens');
  if (input === undefined || output === undefined || total === undefined) {
    return output;
  }
  const maybeGoogle = provider === undefined || provider.startsWith('gcp.');
  return maybeGoogle && total > input + output ? total - input : output;
}
