import { countIn } from '../counts';
import { field, isList, textIn } from '../fields';
import { openaiByModel } from './chat-provider';
import type { Extractor } from './extractor';
import { reportedCost } from './reported-cost';
import { resolveProvider } from './resolve-provider';

/** Embeddings of OpenAI and those who copy it. They have no output tokens to report. */
export const extractOpenaiEmbeddings: Extractor = (response, hint) => {
  if (!isList(field(response, 'data')) || field(response, 'object') !== 'list') {
    return undefined;
  }
  const usage = field(response, 'usage');
  const inputTokens = countIn(usage, 'prompt_tokens');
  if (inputTokens === undefined) {
    return undefined;
  }
  const model = textIn(response, 'model');
  return {
    provider: resolveProvider(hint, openaiByModel(model)),
    model: model ?? hint.model,
    usage: { inputTokens },
    reportedCostUsd: reportedCost(usage),
    shape: 'openai-embeddings',
  };
};
