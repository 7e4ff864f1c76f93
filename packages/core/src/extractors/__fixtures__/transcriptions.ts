import type { ResponseFixture } from './response-fixture';

const segments = [{ id: 0, start: 0, end: 8.47, text: 'Hi' }] as const;

/** Transcriptions that tell their time. After the types of `groq-sdk` 1.6, `ai` 6.0 and `@mistralai/mistralai` 2.7. */
export const TRANSCRIPTION_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'a verbose transcription of Groq',
    hint: { model: 'whisper-large-v3-turbo' },
    response: {
      task: 'transcribe',
      language: 'English',
      duration: 8.47,
      text: 'Hi',
      segments,
      x_groq: { id: 'req_1' },
    },
    expected: {
      provider: 'groq',
      model: 'whisper-large-v3-turbo',
      usage: { inputAudioSeconds: 8.47 },
      shape: 'timed-transcription',
    },
  },
  {
    name: 'a verbose transcription with words alone',
    hint: { model: 'whisper-1' },
    response: {
      task: 'transcribe',
      language: 'english',
      duration: '8.47',
      text: 'Hi',
      words: [{ word: 'Hi', start: 0, end: 1 }],
    },
    expected: {
      provider: 'openai',
      model: 'whisper-1',
      usage: { inputAudioSeconds: 8.47 },
      shape: 'timed-transcription',
    },
  },
  {
    name: 'a transcription made with the AI SDK',
    response: {
      text: 'Hi',
      segments: [{ text: 'Hi', startSecond: 0, endSecond: 8.47 }],
      language: 'en',
      durationInSeconds: 8.47,
      warnings: [],
      responses: [{ timestamp: new Date(0), modelId: 'whisper-1', headers: {} }],
      providerMetadata: {},
    },
    expected: {
      provider: 'openai',
      model: 'whisper-1',
      usage: { inputAudioSeconds: 8.47 },
      shape: 'timed-transcription',
    },
  },
  {
    name: 'a transcription of Mistral',
    response: {
      model: 'voxtral-mini-2602',
      text: 'Hi',
      language: 'en',
      segments,
      usage: { prompt_audio_seconds: 9, prompt_tokens: 4, completion_tokens: 8, total_tokens: 132 },
    },
    expected: {
      provider: 'mistral_ai',
      model: 'voxtral-mini-2602',
      usage: { inputTokens: 4, outputTokens: 8, inputAudioSeconds: 9 },
      shape: 'mistral-transcription',
    },
  },
  {
    name: "a transcription of Mistral's client",
    response: {
      model: 'voxtral-mini-2602',
      text: 'Hi',
      language: null,
      usage: { promptAudioSeconds: 9, promptTokens: 4, completionTokens: 8, totalTokens: 132 },
    },
    expected: {
      provider: 'mistral_ai',
      model: 'voxtral-mini-2602',
      usage: { inputTokens: 4, outputTokens: 8, inputAudioSeconds: 9 },
      shape: 'mistral-transcription',
    },
  },
];
