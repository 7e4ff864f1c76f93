import type { ResponseFixture } from './response-fixture';

const response = {
  object: 'realtime.response',
  id: 'resp_1',
  status: 'completed',
  status_details: null,
  conversation_id: 'conv_1',
  output: [],
  usage: {
    total_tokens: 264,
    input_tokens: 164,
    output_tokens: 100,
    input_token_details: {
      text_tokens: 40,
      audio_tokens: 120,
      image_tokens: 4,
      cached_tokens: 100,
      cached_tokens_details: { text_tokens: 10, audio_tokens: 90 },
    },
    output_token_details: { text_tokens: 20, audio_tokens: 80 },
  },
} as const;

const expected = {
  provider: 'openai',
  model: 'gpt-realtime',
  responseId: 'resp_1',
  finishReason: 'completed',
  usage: {
    inputTokens: 164,
    cachedReadTokens: 100,
    cachedReadAudioTokens: 90,
    inputAudioTokens: 120,
    inputImageTokens: 4,
    outputTokens: 100,
    outputAudioTokens: 80,
  },
  shape: 'openai-realtime',
} as const;

/** After the types of `openai` 6.49. */
export const OPENAI_REALTIME_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'the event of the Realtime API that ends a response',
    hint: { model: 'gpt-realtime' },
    response: { type: 'response.done', event_id: 'event_1', response },
    expected,
  },
  {
    name: 'a response of the Realtime API without its event',
    hint: { model: 'gpt-realtime' },
    response,
    expected,
  },
  {
    name: 'a response of the Realtime API that was interrupted',
    hint: { model: 'gpt-realtime' },
    response: {
      type: 'response.done',
      event_id: 'event_2',
      response: {
        ...response,
        status: 'cancelled',
        status_details: { type: 'cancelled', reason: 'turn_detected' },
        usage: { input_tokens: 164, output_tokens: 3 },
      },
    },
    expected: {
      ...expected,
      finishReason: 'turn_detected',
      usage: { inputTokens: 164, outputTokens: 3 },
    },
  },
  {
    name: 'a transcription in a Realtime session, which the model of the session did not make',
    hint: { model: 'gpt-realtime' },
    response: {
      type: 'conversation.item.input_audio_transcription.completed',
      event_id: 'event_3',
      item_id: 'item_1',
      content_index: 0,
      transcript: 'Hi',
      usage: {
        type: 'tokens',
        input_tokens: 14,
        input_token_details: { text_tokens: 4, audio_tokens: 10 },
        output_tokens: 3,
        total_tokens: 17,
      },
    },
    expected: {
      provider: 'openai',
      usage: { inputTokens: 14, inputAudioTokens: 10, outputTokens: 3 },
      shape: 'openai-transcription',
    },
  },
];
