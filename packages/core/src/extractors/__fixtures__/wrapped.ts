import type { ResponseFixture } from './response-fixture';

const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4o',
  choices: [{ index: 0, finish_reason: 'stop' }],
  usage: { prompt_tokens: 5, completion_tokens: 6 },
} as const;

const readCompletion = {
  provider: 'openai',
  model: 'gpt-4o',
  responseId: 'chatcmpl-1',
  finishReason: 'stop',
  usage: { inputTokens: 5, outputTokens: 6 },
  shape: 'openai-chat',
} as const;

function bytes(body: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(body));
}

/** Responses inside what LlamaIndex, the older clients of Gemini and Bedrock's `InvokeModel` hand on. */
export const WRAPPED_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'a chat of LlamaIndex',
    response: { message: { role: 'assistant', content: 'Hi' }, raw: completion },
    expected: readCompletion,
  },
  {
    name: 'a chat of LlamaIndex that kept the chunks of a stream',
    response: {
      message: { role: 'assistant', content: 'Hi' },
      raw: [
        { ...completion, object: 'chat.completion.chunk', usage: null },
        { ...completion, object: 'chat.completion.chunk', choices: [] },
      ],
    },
    expected: readCompletion,
  },
  {
    name: 'a structured answer of LangChain with the message that it was read from',
    response: {
      raw: {
        content: '{}',
        response_metadata: { model_provider: 'openai', model_name: 'gpt-4o' },
        usage_metadata: { input_tokens: 5, output_tokens: 6, total_tokens: 11 },
      },
      parsed: {},
    },
    expected: {
      provider: 'openai',
      model: 'gpt-4o',
      usage: { inputTokens: 5, outputTokens: 6 },
      shape: 'langchain',
    },
  },
  {
    name: 'a result of the older client of Gemini',
    hint: { model: 'gemini-1.5-flash' },
    response: {
      response: {
        candidates: [{ finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 6, totalTokenCount: 11 },
      },
    },
    expected: {
      provider: 'gcp.gemini',
      model: 'gemini-1.5-flash',
      finishReason: 'STOP',
      usage: { inputTokens: 5, outputTokens: 6 },
      shape: 'gemini',
    },
  },
  {
    name: 'the bytes of a body under InvokeModel',
    hint: { model: 'meta.llama3-70b-instruct-v1:0' },
    response: {
      $metadata: { httpStatusCode: 200, requestId: 'req-1' },
      contentType: 'application/json',
      serviceTier: 'flex',
      body: bytes({
        generation: 'Hi',
        prompt_token_count: 5,
        generation_token_count: 6,
        stop_reason: 'stop',
      }),
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'meta.llama3-70b-instruct-v1:0',
      responseId: 'req-1',
      finishReason: 'stop',
      serviceTier: 'flex',
      usage: { inputTokens: 5, outputTokens: 6 },
      shape: 'bedrock-llama',
    },
  },
  {
    name: 'the bytes of a message of Anthropic under InvokeModel, which has an id of its own',
    response: {
      $metadata: { requestId: 'req-1' },
      body: bytes({
        id: 'msg_bdrk_1',
        type: 'message',
        model: 'claude-sonnet-4-5-20250929',
        stop_reason: 'end_turn',
        usage: { input_tokens: 5, cache_read_input_tokens: 10, output_tokens: 6 },
      }),
    },
    expected: {
      provider: 'aws.bedrock',
      model: 'claude-sonnet-4-5-20250929',
      responseId: 'msg_bdrk_1',
      finishReason: 'end_turn',
      usage: { inputTokens: 15, cachedReadTokens: 10, outputTokens: 6 },
      shape: 'anthropic-message',
    },
  },
];
