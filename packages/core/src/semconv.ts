/**
 * Attribute names of the OpenTelemetry GenAI conventions, v1.41.1, copied: the npm package keeps them in an entry
 * that may change in any minor release. `cache_write` is the name of the conventions' next release.
 */
export const GEN_AI = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  responseModel: 'gen_ai.response.model',
  responseId: 'gen_ai.response.id',
  finishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheCreationTokens: 'gen_ai.usage.cache_creation.input_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_write.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  agentName: 'gen_ai.agent.name',
  toolName: 'gen_ai.tool.name',
  toolArguments: 'gen_ai.tool.call.arguments',
  toolResult: 'gen_ai.tool.call.result',
  conversationId: 'gen_ai.conversation.id',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
} as const;

/** Attribute names of Kagura's own. */
export const KAGURA = {
  agent: 'kagura.agent',
  costUsd: 'kagura.cost.usd',
  inputCostUsd: 'kagura.cost.input_usd',
  outputCostUsd: 'kagura.cost.output_usd',
  cacheCostUsd: 'kagura.cost.cache_usd',
  costStatus: 'kagura.cost.status',
  costSource: 'kagura.cost.source',
  priceVersion: 'kagura.cost.price_version',
  subtreeCostUsd: 'kagura.cost.subtree_usd',
  usageSource: 'kagura.usage.source',
  /** JSON array of a step's arguments. */
  input: 'kagura.input',
  /** JSON of what a step returned. */
  output: 'kagura.output',
} as const;

export const ERROR_TYPE = 'error.type';
