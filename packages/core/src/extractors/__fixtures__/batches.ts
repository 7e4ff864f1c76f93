import type { ResponseFixture } from './response-fixture';

const read = { model: 'gpt-4.1-mini', serviceTier: 'batch', finishReason: 'stop' } as const;
const usage = { inputTokens: 5, outputTokens: 6 } as const;

/** Lines of the files, and items of the lists, in which providers give the results of a batch. */
export const BATCH_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'a chat in a batch of OpenAI, whatever tier it names itself',
    response: {
      id: 'batch_req_1',
      custom_id: 'request-1',
      response: {
        status_code: 200,
        request_id: 'req_1',
        body: {
          id: 'chatcmpl-1',
          object: 'chat.completion',
          model: 'gpt-4.1-mini',
          service_tier: 'default',
          choices: [{ index: 0, finish_reason: 'stop' }],
          usage: { prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 },
        },
      },
      error: null,
    },
    expected: { ...read, provider: 'openai', responseId: 'chatcmpl-1', usage, shape: 'openai-chat' },
  },
  {
    name: 'a response in a batch of OpenAI',
    response: {
      id: 'batch_req_2',
      custom_id: 'request-2',
      response: {
        status_code: 200,
        body: {
          id: 'resp_1',
          object: 'response',
          model: 'gpt-4.1-mini',
          status: 'completed',
          usage: { input_tokens: 5, output_tokens: 6 },
        },
      },
    },
    expected: {
      ...read,
      provider: 'openai',
      responseId: 'resp_1',
      finishReason: 'completed',
      usage,
      shape: 'openai-responses',
    },
  },
  {
    name: 'a chat in a batch of a provider that copies OpenAI',
    hint: { provider: 'groq' },
    response: {
      id: 'batch_req_3',
      custom_id: 'request-3',
      response: {
        status_code: 200,
        body: {
          id: 'chatcmpl-2',
          object: 'chat.completion',
          model: 'llama-3.3-70b-versatile',
          choices: [{ index: 0, finish_reason: 'stop' }],
          usage: { prompt_tokens: 5, completion_tokens: 6 },
        },
      },
    },
    expected: {
      ...read,
      provider: 'groq',
      model: 'llama-3.3-70b-versatile',
      responseId: 'chatcmpl-2',
      usage,
      shape: 'openai-chat',
    },
  },
  {
    name: 'pages read into a schema in a batch of Mistral',
    response: {
      id: 'batch-1',
      custom_id: 'document-1',
      response: {
        status_code: 200,
        body: {
          pages: [],
          model: 'mistral-ocr-4-0',
          document_annotation: '{}',
          usage_info: { pages_processed: 3 },
        },
      },
    },
    expected: {
      provider: 'mistral_ai',
      model: 'mistral-ocr-4-0',
      serviceTier: 'annotated+batch',
      usage: { inputPages: 3 },
      shape: 'mistral-ocr',
    },
  },
  {
    name: 'a message in a batch of Anthropic',
    response: {
      custom_id: 'request-4',
      result: {
        type: 'succeeded',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude-haiku-4-5-20251001',
          stop_reason: 'end_turn',
          usage: { input_tokens: 5, output_tokens: 6, service_tier: 'batch' },
        },
      },
    },
    expected: {
      provider: 'anthropic',
      model: 'claude-haiku-4-5-20251001',
      responseId: 'msg_1',
      finishReason: 'end_turn',
      serviceTier: 'batch',
      usage,
      shape: 'anthropic-message',
    },
  },
  {
    name: 'content in a batch of Gemini',
    response: {
      key: 'request-5',
      response: {
        candidates: [{ finishReason: 'STOP' }],
        modelVersion: 'gemini-2.5-flash',
        usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 6, totalTokenCount: 11 },
      },
    },
    expected: {
      provider: 'gcp.gemini',
      model: 'gemini-2.5-flash',
      finishReason: 'STOP',
      serviceTier: 'batch',
      usage,
      shape: 'gemini',
    },
  },
  {
    name: 'content in a batch of Vertex AI',
    hint: { provider: 'vertex_ai' },
    response: {
      status: '',
      processed_time: '2026-10-01T00:00:00.000Z',
      request: { contents: [] },
      response: {
        candidates: [{ finishReason: 'STOP' }],
        modelVersion: 'gemini-2.5-flash',
        usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 6, trafficType: 'ON_DEMAND' },
      },
    },
    expected: {
      provider: 'gcp.vertex_ai',
      model: 'gemini-2.5-flash',
      finishReason: 'STOP',
      serviceTier: 'batch',
      usage,
      shape: 'gemini',
    },
  },
  {
    name: 'an answer in a batch of Bedrock',
    hint: { model: 'meta.llama3-3-70b-instruct-v1:0' },
    response: {
      recordId: 'record-1',
      modelInput: { prompt: 'Hi' },
      modelOutput: {
        generation: 'Hi',
        prompt_token_count: 5,
        generation_token_count: 6,
        stop_reason: 'stop',
      },
    },
    expected: {
      ...read,
      provider: 'aws.bedrock',
      model: 'meta.llama3-3-70b-instruct-v1:0',
      usage,
      shape: 'bedrock-llama',
    },
  },
];
