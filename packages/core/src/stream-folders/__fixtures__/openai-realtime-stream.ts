import type { StreamFixture } from './stream-fixture';

const transcription = { model: 'gpt-4o-mini-transcribe', language: 'en' } as const;

function delta(type: string, piece: string): object {
  return { type, event_id: `event_${piece}`, response_id: 'resp_1', delta: piece };
}

function response(fields: object): object {
  return { object: 'realtime.response', id: 'resp_1', status: 'in_progress', output: [], ...fields };
}

/** After the types of `openai` 6.49. */
export const OPENAI_REALTIME_STREAM_FIXTURES: readonly StreamFixture[] = [
  {
    name: 'a response in a session of the Realtime API',
    chunks: [
      {
        type: 'session.created',
        event_id: 'event_1',
        session: { type: 'realtime', model: 'gpt-realtime', audio: { input: { transcription } } },
      },
      { type: 'conversation.item.added', event_id: 'event_2', item: { id: 'item_1', type: 'message' } },
      { type: 'response.created', event_id: 'event_3', response: response({}) },
      delta('response.output_audio_transcript.delta', 'Hel'),
      delta('response.output_audio_transcript.delta', 'lo'),
      {
        type: 'response.done',
        event_id: 'event_4',
        response: response({
          status: 'completed',
          usage: {
            input_tokens: 64,
            output_tokens: 30,
            input_token_details: { audio_tokens: 50, cached_tokens: 10 },
            output_token_details: { audio_tokens: 20 },
          },
        }),
      },
    ],
    expected: {
      provider: 'openai',
      model: 'gpt-realtime',
      responseId: 'resp_1',
      finishReason: 'completed',
      usage: {
        inputTokens: 64,
        cachedReadTokens: 10,
        inputAudioTokens: 50,
        outputTokens: 30,
        outputAudioTokens: 20,
      },
      shape: 'openai-realtime',
    },
    text: 'Hello',
  },
];
