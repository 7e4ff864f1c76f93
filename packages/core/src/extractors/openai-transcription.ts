import { amount, countIn } from '../counts';
import { field, isObject, ownData } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Transcriptions of OpenAI: newer models bill tokens, older ones time. The response names no model. */
export const extractOpenaiTranscription: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage');
  const billsTime = field(usage, 'type') === 'duration';
  return isObject(usage) && (billsTime || field(usage, 'type') === 'tokens')
    ? readTranscription(usage, hint)
    : undefined;
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
