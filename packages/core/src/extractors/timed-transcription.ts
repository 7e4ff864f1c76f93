import { amount } from '../counts';
import { field, has, isList, ownData, textIn } from '../fields';
import { metadataProvider } from './ai-sdk-metadata';
import { openaiByModel } from './chat-provider';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/**
 * Transcriptions that tell how long the audio was and count nothing: those of Groq, OpenAI's in the verbose format, and
 * those made with the Vercel AI SDK. The time is what models like Whisper bill.
 */
export const extractTimedTranscription: Extractor = (response, hint) => {
  const seconds = amount(ownData(response, 'duration')) ?? amount(ownData(response, 'durationInSeconds'));
  const timed = isList(ownData(response, 'segments')) || isList(ownData(response, 'words'));
  if (seconds === undefined || !timed || typeof ownData(response, 'text') !== 'string') {
    return undefined;
  }
  // With usage beside it, that is what counts.
  if (has(response, 'usage')) {
    return undefined;
  }
  const model = textIn(field(ownData(response, 'responses'), 0), 'modelId') ?? hint.model;
  const provider = has(response, 'x_groq') ? 'groq' : metadataProvider(ownData(response, 'providerMetadata'));
  return {
    provider: resolveProvider(hint, provider ?? openaiByModel(model)),
    model,
    usage: { inputAudioSeconds: seconds },
    shape: 'timed-transcription',
  };
};
