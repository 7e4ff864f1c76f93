import { amount, countIn } from '../counts';
import { field, has, isObject, ownData } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Transcriptions of OpenAI: newer models bill tokens, older ones time. The response names no model. */
export const extractOpenaiTranscription: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage');
  const billsTime = field(usage, 'type') === 'duration';
  const counts = billsTime || field(usage, 'type') === 'tokens';
  // Those of a Realtime session come as events.
  return isObject(usage) && counts && !has(response, 'event_id') ? readTranscription(usage, hint) : undefined;
};

export function readTranscription(usage: unknown, hint: UsageHint): UsageReading {
  return {
    provider: resolveProvider(hint, 'openai'),
    model: hint.model,
    usage: transcriptionUsage(usage),
    shape: 'openai-transcription',
  };
}

function transcriptionUsage(usage: unknown): Usage {
  return {
    inputTokens: countIn(usage, 'input_tokens'),
    inputAudioTokens: countIn(field(usage, 'input_token_details'), 'audio_tokens'),
    outputTokens: countIn(usage, 'output_tokens'),
    inputAudioSeconds: amount(field(usage, 'seconds')),
  };
}
