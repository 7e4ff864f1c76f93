import type { StreamFixture } from './stream-fixture';

/** After the types of `openai` 6.49. */
export const OPENAI_MEDIA_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'an image of OpenAI',
    hint: { model: 'gpt-image-1' },
    chunks: [
      { type: 'image_generation.partial_image', b64_json: 'aA==', partial_image_index: 0 },
      {
        type: 'image_generation.completed',
        b64_json: 'aGk=',
        usage: {
          input_tokens: 10,
          input_tokens_details: { text_tokens: 10, image_tokens: 0 },
          output_tokens: 272,
          total_tokens: 282,
        },
      },
    ],
    expected: {
      provider: 'openai',
      model: 'gpt-image-1',
      usage: { inputTokens: 10, inputImageTokens: 0, outputTokens: 272, outputImageTokens: 272 },
      shape: 'openai-images',
    },
    text: '',
  },
  {
    name: 'a transcription of OpenAI',
    hint: { model: 'gpt-4o-transcribe' },
    chunks: [
      { type: 'transcript.text.delta', delta: 'Hel' },
      { type: 'transcript.text.delta', delta: 'lo' },
      {
        type: 'transcript.text.done',
        text: 'Hello',
        usage: {
          type: 'tokens',
          input_tokens: 14,
          input_token_details: { text_tokens: 4, audio_tokens: 10 },
          output_tokens: 4,
          total_tokens: 18,
        },
      },
    ],
    expected: {
      provider: 'openai',
      model: 'gpt-4o-transcribe',
      usage: { inputTokens: 14, inputAudioTokens: 10, outputTokens: 4 },
      shape: 'openai-transcription',
    },
    text: 'Hello',
  },
];
