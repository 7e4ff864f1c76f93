import { countIn } from '../counts';
import { field, isList, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Chats, completions and embeddings of Ollama's own API. */
export const extractOllama: Extractor = (response, hint) =>
  isOllama(response) && (field(response, 'done') === true || isList(field(response, 'embeddings')))
    ? readOllama(response, hint)
    : undefined;

/** Whole answers, and the pieces of one that is still coming. */
export function isOllama(response: object): boolean {
  const named = textIn(response, 'model') !== undefined;
  return named && (field(response, 'created_at') !== undefined || isTimed(response));
}

function isTimed(response: object): boolean {
  return countIn(response, 'total_duration') !== undefined;
}

export function readOllama(response: unknown, hint: UsageHint): UsageReading {
  return {
    provider: resolveProvider(hint, 'ollama'),
    model: textIn(response, 'model') ?? hint.model,
    finishReason: textIn(response, 'done_reason'),
    usage: {
      inputTokens: countIn(response, 'prompt_eval_count'),
      outputTokens: countIn(response, 'eval_count'),
    },
    shape: 'ollama',
  };
}
