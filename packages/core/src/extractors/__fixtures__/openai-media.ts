import type { ResponseFixture } from './response-fixture';

/** After the types of `openai` 6.49. */
export const OPENAI_MEDIA_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'images of OpenAI',
    hint: { model: 'gpt-image-1' },
    response: {
      created: 1_759_912_345,
      data: [{ b64_json: 'aGk=' }],
      quality: 'high',
      usage: {
        input_tokens: 50,
        input_tokens_details: { text_tokens: 10, image_tokens: 40 },
        output_tokens: 4160,
        total_tokens: 4210,
      },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-image-1',
      usage: { inputTokens: 50, inputImageTokens: 40, outputTokens: 4160, outputImageTokens: 4160 },
      shape: 'openai-images',
    },
  },
  {
    name: 'images of OpenAI that tell text in the output apart',
    hint: { model: 'gpt-image-1.5' },
    response: {
      created: 1_759_912_345,
      data: [{ b64_json: 'aGk=' }],
      usage: {
        input_tokens: 10,
        input_tokens_details: { text_tokens: 10, image_tokens: 0 },
        output_tokens: 300,
        output_tokens_details: { text_tokens: 28, image_tokens: 272 },
        total_tokens: 310,
      },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-image-1.5',
      usage: { inputTokens: 10, inputImageTokens: 0, outputTokens: 300, outputImageTokens: 272 },
      shape: 'openai-images',
    },
  },
  {
    name: 'a transcription billed by tokens',
    hint: { model: 'gpt-4o-transcribe' },
    response: {
      text: 'Hi',
      usage: {
        type: 'tokens',
        input_tokens: 14,
        input_token_details: { text_tokens: 4, audio_tokens: 10 },
        output_tokens: 45,
        total_tokens: 59,
      },
    },
    expected: {
      provider: 'openai',
      model: 'gpt-4o-transcribe',
      usage: { inputTokens: 14, inputAudioTokens: 10, outputTokens: 45 },
      shape: 'openai-transcription',
    },
  },
  {
    name: 'a transcription billed by time',
    hint: { model: 'whisper-1' },
    response: { text: 'Hi', language: 'english', duration: 8.47, usage: { type: 'duration', seconds: 8.5 } },
    expected: {
      provider: 'openai',
      model: 'whisper-1',
      usage: { inputAudioSeconds: 8.5 },
      shape: 'openai-transcription',
    },
  },
];
