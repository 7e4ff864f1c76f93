import { countIn } from '../counts';
import { field, isObject, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { readTranscription } from './openai-transcription';
import { resolveProvider } from './resolve-provider';

const ENDED = 'response.done';
const TRANSCRIBED = 'conversation.item.input_audio_transcription.completed';

/** Responses of OpenAI's Realtime API, also inside the event that tells of their end, and its transcriptions. */
export const extractOpenaiRealtime: Extractor = (event, hint) => {
  if (isTranscription(event)) {
    return readRealtimeTranscription(event, undefined, hint);
  }
  const response = field(event, 'type') === ENDED ? field(event, 'response') : event;
  return textIn(response, 'id') !== undefined && isRealtimeResponse(response) && isFinished(response)
    ? readRealtime(response, hint)
    : undefined;
};

export function isRealtimeResponse(value: unknown): value is object {
  return isObject(value) && field(value, 'object') === 'realtime.response';
}

export function isFinished(response: object): boolean {
  return field(response, 'status') !== 'in_progress';
}

/** A session may have what was said to the model transcribed by another one. */
export function isTranscription(event: object): boolean {
  return field(event, 'type') === TRANSCRIBED && isObject(field(event, 'usage'));
}

/** A response does not name the model, its session does. */
export function readRealtime(response: object, hint: UsageHint): UsageReading {
  return {
    provider: resolveProvider(hint, 'openai'),
    model: hint.model,
    responseId: textIn(response, 'id'),
    finishReason: textIn(field(response, 'status_details'), 'reason') ?? textIn(response, 'status'),
    usage: realtimeUsage(field(response, 'usage')),
    shape: 'openai-realtime',
  };
}

/** @param model the one that the session has asked for; the hint's is that of the session itself */
export function readRealtimeTranscription(
  event: object,
  model: string | undefined,
  hint: UsageHint,
): UsageReading {
  return readTranscription(field(event, 'usage'), { ...hint, model });
}

/** Both totals include their details. */
function realtimeUsage(usage: unknown): Usage {
  const inputDetails = field(usage, 'input_token_details');
  const outputDetails = field(usage, 'output_token_details');
  return {
    inputTokens: countIn(usage, 'input_tokens'),
    cachedReadTokens: countIn(inputDetails, 'cached_tokens'),
    cachedReadAudioTokens: countIn(field(inputDetails, 'cached_tokens_details'), 'audio_tokens'),
    outputTokens: countIn(usage, 'output_tokens'),
    inputAudioTokens: countIn(inputDetails, 'audio_tokens'),
    inputImageTokens: countIn(inputDetails, 'image_tokens'),
    outputAudioTokens: countIn(outputDetails, 'audio_tokens'),
  };
}
