/** Responses as clients return them, in the shapes that most calls have, with as much beside the usage as is usual. */
export const RESPONSES: Readonly<Record<string, object>> = {
  'OpenAI chat': {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: 'gpt-4o-2024-08-06',
    service_tier: 'default',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: 1_200,
      completion_tokens: 300,
      total_tokens: 1_500,
      prompt_tokens_details: { cached_tokens: 1_024, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 128, audio_tokens: 0 },
    },
  },
  'OpenAI Responses': {
    id: 'resp_1',
    object: 'response',
    model: 'gpt-5.4',
    status: 'completed',
    service_tier: 'default',
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] }],
    usage: {
      input_tokens: 1_200,
      input_tokens_details: { cached_tokens: 1_024 },
      output_tokens: 300,
      output_tokens_details: { reasoning_tokens: 128 },
      total_tokens: 1_500,
    },
  },
  'Anthropic message': {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-6',
    content: [{ type: 'text', text: 'Hi' }],
    stop_reason: 'end_turn',
    usage: {
      input_tokens: 176,
      cache_read_input_tokens: 1_024,
      cache_creation_input_tokens: 300,
      cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 100 },
      output_tokens: 300,
      service_tier: 'standard',
    },
  },
  Gemini: {
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] }, finishReason: 'STOP', index: 0 }],
    modelVersion: 'gemini-2.5-pro',
    responseId: 'rsp-1',
    usageMetadata: {
      promptTokenCount: 1_200,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: 1_200 }],
      candidatesTokenCount: 172,
      thoughtsTokenCount: 128,
      totalTokenCount: 1_500,
    },
  },
  'Bedrock Converse': {
    $metadata: { httpStatusCode: 200, requestId: 'req-1' },
    output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
    stopReason: 'end_turn',
    usage: { inputTokens: 176, outputTokens: 300, totalTokens: 1_500, cacheReadInputTokens: 1_024 },
  },
  Ollama: {
    model: 'llama3.2',
    created_at: '2026-10-01T00:00:00Z',
    message: { role: 'assistant', content: 'Hi' },
    done: true,
    done_reason: 'stop',
    total_duration: 4_000_000,
    prompt_eval_count: 1_200,
    eval_count: 300,
  },
  'LangChain message': {
    id: 'chatcmpl-1',
    content: 'Hi',
    response_metadata: { model_provider: 'openai', model_name: 'gpt-4o', finish_reason: 'stop' },
    usage_metadata: {
      input_tokens: 1_200,
      output_tokens: 300,
      total_tokens: 1_500,
      input_token_details: { cache_read: 1_024 },
      output_token_details: { reasoning: 128 },
    },
  },
  'AI SDK, one step': aiSdkStep(),
  'AI SDK, three steps': { ...aiSdkStep(), steps: [aiSdkStep(), aiSdkStep(), aiSdkStep()] },
  'usage stated by hand': { model: 'gpt-4o', inputTokens: 1_200, outputTokens: 300 },
  'no response at all': { title: 'Report', body: 'Nothing to see', tags: ['a'], author: { name: 'Kai' } },
};

function aiSdkStep(): object {
  return {
    text: 'Hi',
    finishReason: 'stop',
    usage: {
      inputTokens: 1_200,
      inputTokenDetails: { noCacheTokens: 176, cacheReadTokens: 1_024, cacheWriteTokens: 0 },
      outputTokens: 300,
      outputTokenDetails: { textTokens: 172, reasoningTokens: 128 },
      totalTokens: 1_500,
    },
    response: { id: 'resp_1', modelId: 'gpt-5.4', timestamp: new Date(0) },
    providerMetadata: { openai: { responseId: 'resp_1', serviceTier: 'default' } },
  };
}
