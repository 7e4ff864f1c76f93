import { countIn, sumKnown } from '../counts';
import { field, itemsOf } from '../fields';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Embeddings of Google. Only Vertex AI counts their tokens, for each text on its own. */
export const extractGeminiEmbeddings: Extractor = (response, hint) => {
  const inputTokens = sumKnown(
    ...itemsOf(field(response, 'embeddings')).map((embedding) =>
      countIn(field(embedding, 'statistics'), 'tokenCount'),
    ),
  );
  return inputTokens === undefined
    ? undefined
    : {
        provider: resolveProvider(hint, 'gcp.vertex_ai'),
        model: hint.model,
        usage: { inputTokens },
        shape: 'gemini-embeddings',
      };
};
