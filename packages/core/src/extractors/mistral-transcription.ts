import { amount, firstCount } from '../counts';
import { field, isObject, ownData, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Transcriptions of Mistral, which bills their time, as its API writes them and as its client renames them. */
export const extractMistralTranscription: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage');
  return isObject(usage) && secondsIn(usage) !== undefined && typeof field(response, 'text') === 'string'
    ? readMistralTranscription(response, usage, hint)
    : undefined;
};

function readMistralTranscription(response: object, usage: object, hint: UsageHint): UsageReading {
  return {
    provider: resolveProvider(hint, 'mistral_ai'),
    model: textIn(response, 'model') ?? hint.model,
    usage: {
      inputTokens: firstCount(usage, ['prompt_tokens', 'promptTokens']),
      outputTokens: firstCount(usage, ['completion_tokens', 'completionTokens']),
      inputAudioSeconds: secondsIn(usage),
    },
    shape: 'mistral-transcription',
  };
}

function secondsIn(usage: object): number | undefined {
  return amount(field(usage, 'prompt_audio_seconds')) ?? amount(field(usage, 'promptAudioSeconds'));
}
