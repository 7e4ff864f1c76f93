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
  systemInstructions: 'gen_ai.system_instructions',
  toolDefinitions: 'gen_ai.tool.definitions',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
} as const;

/** What the GenAI conventions call the parameters of a request to a model. */
export const REQUEST = {
  choiceCount: 'gen_ai.request.choice.count',
  dimensions: 'gen_ai.embeddings.dimension.count',
  encodingFormats: 'gen_ai.request.encoding_formats',
  frequencyPenalty: 'gen_ai.request.frequency_penalty',
  maxTokens: 'gen_ai.request.max_tokens',
  outputType: 'gen_ai.output.type',
  presencePenalty: 'gen_ai.request.presence_penalty',
  seed: 'gen_ai.request.seed',
  stopSequences: 'gen_ai.request.stop_sequences',
  stream: 'gen_ai.request.stream',
  temperature: 'gen_ai.request.temperature',
  topK: 'gen_ai.request.top_k',
  topP: 'gen_ai.request.top_p',
} as const;

/** Names of OpenTelemetry's HTTP conventions for where a request went and how it fared. */
export const TRANSPORT = {
  serverAddress: 'server.address',
  serverPort: 'server.port',
  statusCode: 'http.response.status_code',
  /** How often the client sent the request again; absent where it did not. */
  resendCount: 'http.request.resend_count',
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
  /** Output tokens by the seconds of the whole call. */
  tokensPerSecond: 'kagura.response.tokens_per_second',
  /** Names of the tools that the model asked for, in order. */
  toolCalls: 'kagura.response.tool_calls',
  /** The provider's id of the request that failed. */
  requestId: 'kagura.error.request_id',
  /** 2 or more for a call that does again what failed before; absent for the first. */
  attempt: 'kagura.attempt',
  /** Of the budgets that count for a call: the one with the smallest part of its limit left. Amounts in US dollars. */
  budgetId: 'kagura.budget.id',
  budgetLimitUsd: 'kagura.budget.limit_usd',
  budgetSettledUsd: 'kagura.budget.settled_usd',
  budgetReservedUsd: 'kagura.budget.reserved_usd',
  budgetRemainingUsd: 'kagura.budget.remaining_usd',
  budgetUsedRatio: 'kagura.budget.used_ratio',
  /** `hard` where the call could cost no more than was held for it, else `bounded`. */
  budgetGuarantee: 'kagura.budget.guarantee',
  budgetDecision: 'kagura.budget.decision',
  /** Percentage of the limit, on the event of a call that reached it. */
  budgetThreshold: 'kagura.budget.threshold',
  /** JSON array of a step's arguments. */
  input: 'kagura.input',
  /** JSON of what a step returned. */
  output: 'kagura.output',
} as const;

export const ERROR_TYPE = 'error.type';
