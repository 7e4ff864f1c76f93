import { amount, firstCount } from '../counts';
import { conventionalProvider } from '../extractors/resolve-provider';
import { field, firstText, isList, text } from '../fields';
import { inputTotal } from '../input-total';
import { GEN_AI } from '../semconv';
import type { Usage, UsageReading } from '../usage';
import { conventionalOperation, isModelOperation } from './operation';
import type { Dialect, SpanAttributes, SpanUsage } from './span-usage';

/** Newest names first, then those of earlier conventions and of instrumentations that went their own way. */
const NAMES = {
  provider: [GEN_AI.provider, 'gen_ai.system'],
  requestModel: [GEN_AI.requestModel, 'llm.request.model'],
  responseModel: [GEN_AI.responseModel, 'llm.response.model'],
  operation: [GEN_AI.operation, 'llm.request.type'],
  serviceTier: [
    'openai.response.service_tier',
    'gen_ai.openai.response.service_tier',
    'anthropic.response.service_tier',
  ],
  stopReason: ['anthropic.message.stop_reason'],
  input: [GEN_AI.inputTokens, 'gen_ai.usage.prompt_tokens', 'llm.usage.prompt_tokens'],
  cachedRead: [
    GEN_AI.cacheReadTokens,
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.prompt_tokens_details.cache_read',
    'cache_read_input_tokens',
    'gen_ai.usage.details.cache_read_tokens',
    'gen_ai.usage.input_tokens.cached',
  ],
  cacheWrite: [
    GEN_AI.cacheWriteTokens,
    GEN_AI.cacheCreationTokens,
    'gen_ai.usage.cache_creation_input_tokens',
    'gen_ai.usage.cache_write_input_tokens',
    'gen_ai.usage.prompt_tokens_details.cache_write',
    'cache_write_input_tokens',
    'gen_ai.usage.details.cache_write_tokens',
    'gen_ai.usage.input_tokens.cache_write',
  ],
  cacheWrite1h: ['anthropic.usage.cache_creation.ephemeral_1h_input_tokens'],
  output: [GEN_AI.outputTokens, 'gen_ai.usage.completion_tokens', 'llm.usage.completion_tokens'],
  reasoning: [
    GEN_AI.reasoningTokens,
    'gen_ai.usage.reasoning_tokens',
    'gen_ai.usage.details.reasoning_tokens',
    'gen_ai.usage.completion_tokens_details.reasoning',
    'gen_ai.usage.output_tokens.reasoning',
  ],
  inputAudio: ['gen_ai.usage.audio.input_tokens'],
  outputAudio: ['gen_ai.usage.audio.output_tokens'],
  inputImage: ['gen_ai.usage.image.input_tokens'],
  outputImage: ['gen_ai.usage.image.output_tokens'],
} as const;

export interface ConventionOptions {
  /** Name of the dialect, for `UsageReading.shape`. */
  readonly shape: string;
  readonly includesCache?: boolean | undefined;
  readonly uncached?: number | undefined;
}

/** Spans that follow the OpenTelemetry GenAI conventions of any year. */
export const OPENTELEMETRY: Dialect = {
  matches: () => true,
  read: (attributes) => readConventions(attributes, { shape: 'opentelemetry' }),
};

export function readConventions(attributes: SpanAttributes, options: ConventionOptions): SpanUsage {
  const named = firstText(attributes, NAMES.operation);
  const operation = named === undefined ? undefined : conventionalOperation(named);
  const agentName = text(field(attributes, GEN_AI.agentName));
  const toolName = text(field(attributes, GEN_AI.toolName));
  const reading = conventionReading(attributes, options);
  const isModelCall =
    operation === undefined
      ? agentName === undefined && toolName === undefined && looksLikeCall(reading)
      : isModelOperation(operation);
  return {
    operation,
    isModelCall,
    reading: isModelCall ? reading : undefined,
    agentName,
    toolName,
    requestModel: firstText(attributes, NAMES.requestModel),
  };
}

/** Instrumentations older than `gen_ai.operation.name` name no operation, but a model and its tokens. */
function looksLikeCall(reading: UsageReading): boolean {
  const { inputTokens, outputTokens } = reading.usage;
  return reading.model !== undefined && (inputTokens !== undefined || outputTokens !== undefined);
}

function conventionReading(attributes: SpanAttributes, options: ConventionOptions): UsageReading {
  return {
    provider: providerOf(attributes),
    model: firstText(attributes, NAMES.responseModel) ?? firstText(attributes, NAMES.requestModel),
    responseId: text(field(attributes, GEN_AI.responseId)),
    finishReason: finishReason(attributes),
    serviceTier: firstText(attributes, NAMES.serviceTier),
    usage: conventionUsage(attributes, options),
    reportedCostUsd: foreignCost(attributes),
    shape: options.shape,
  };
}

/** The conventions' name of the provider that a span names. */
export function providerOf(attributes: SpanAttributes): string | undefined {
  const named = firstText(attributes, NAMES.provider);
  return named === undefined ? undefined : conventionalProvider(named);
}

function conventionUsage(attributes: SpanAttributes, options: ConventionOptions): Usage {
  const cachedRead = firstCount(attributes, NAMES.cachedRead);
  const cacheWrite = firstCount(attributes, NAMES.cacheWrite);
  const input = firstCount(attributes, NAMES.input);
  return {
    inputTokens: inputTotal({
      input,
      cachedRead,
      cacheWrite,
      uncached: options.uncached,
      includesCache: options.includesCache,
    }),
    cachedReadTokens: cachedRead,
    cacheWriteTokens: cacheWrite,
    cacheWrite1hTokens: firstCount(attributes, NAMES.cacheWrite1h),
    outputTokens: firstCount(attributes, NAMES.output),
    reasoningTokens: firstCount(attributes, NAMES.reasoning),
    inputAudioTokens: firstCount(attributes, NAMES.inputAudio),
    outputAudioTokens: firstCount(attributes, NAMES.outputAudio),
    inputImageTokens: firstCount(attributes, NAMES.inputImage),
    outputImageTokens: firstCount(attributes, NAMES.outputImage),
  };
}

/** A list by the conventions, with one reason per choice; some write it as a JSON text. */
function finishReason(attributes: SpanAttributes): string | undefined {
  const reasons = field(attributes, GEN_AI.finishReasons);
  const first = isList(reasons) ? field(reasons, 0) : /^\["([^"]+)"/.exec(text(reasons) ?? '')?.[1];
  return text(first) ?? firstText(attributes, NAMES.stopReason);
}

/** US dollars another instrumentation worked out or was told. The conventions have no attribute for it. */
function foreignCost(attributes: SpanAttributes): number | undefined {
  const cost = amount(field(attributes, 'gen_ai.usage.cost')) ?? amount(field(attributes, 'operation.cost'));
  const currency = field(attributes, 'gen_ai.usage.cost.currency');
  return cost ?? (currency === 'USD' ? amount(field(attributes, 'gen_ai.usage.cost.amount')) : undefined);
}
