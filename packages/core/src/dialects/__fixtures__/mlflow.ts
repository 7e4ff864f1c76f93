import type { SpanFixture } from './span-fixture';

function call(provider: string, usage: object): SpanFixture['attributes'] {
  return {
    'mlflow.spanType': '"CHAT_MODEL"',
    'mlflow.llm.provider': JSON.stringify(provider),
    'mlflow.llm.model': '"model"',
    'mlflow.chat.tokenUsage': JSON.stringify(usage),
    'mlflow.llm.cost': JSON.stringify({ input_cost: 0.01, output_cost: 0.02, total_cost: 0.03 }),
  };
}

function read(provider: string, usage: object): SpanFixture['expected'] {
  return {
    operation: 'chat',
    isModelCall: true,
    requestModel: 'model',
    reading: { provider, model: 'model', usage, reportedCostUsd: 0.03, shape: 'mlflow' },
  };
}

/** After MLflow's attributes of spans, which are texts of JSON. */
export const MLFLOW_FIXTURES: readonly SpanFixture[] = [
  {
    name: 'a call of OpenAI by MLflow',
    attributes: call('openai', { input_tokens: 100, output_tokens: 20, cache_read_input_tokens: 64 }),
    expected: read('openai', { inputTokens: 100, cachedReadTokens: 64, outputTokens: 20 }),
  },
  {
    name: 'a call of Anthropic by MLflow, whose input leaves the cached tokens out',
    attributes: call('anthropic', {
      input_tokens: 100,
      output_tokens: 20,
      cache_read_input_tokens: 64,
      cache_creation_input_tokens: 6,
    }),
    expected: read('anthropic', {
      inputTokens: 170,
      cachedReadTokens: 64,
      cacheWriteTokens: 6,
      outputTokens: 20,
    }),
  },
  {
    name: 'a call by MLflow whose type is no JSON and whose usage is missing',
    attributes: { 'mlflow.spanType': 'LLM', 'mlflow.llm.model': 'model' },
    expected: {
      operation: 'chat',
      isModelCall: true,
      requestModel: 'model',
      reading: { model: 'model', usage: {}, shape: 'mlflow' },
    },
  },
  {
    name: 'an agent by MLflow, which repeats the usage of its calls',
    attributes: { ...call('openai', { input_tokens: 1 }), 'mlflow.spanType': '"AGENT"' },
    expected: {
      operation: 'invoke_agent',
      isModelCall: false,
      reading: undefined,
      requestModel: 'model',
    },
  },
];
