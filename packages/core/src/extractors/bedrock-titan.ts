import { countIn, sumKnown } from '../counts';
import { field, isList, itemsOf, textIn } from '../fields';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Amazon's Titan models for text and embeddings, as they answer `InvokeModel` of Amazon Bedrock. */
export const extractBedrockTitan: Extractor = (response, hint) => {
  const inputTokens = countIn(response, 'inputTextTokenCount');
  const results = field(response, 'results');
  if (inputTokens === undefined || !(isList(results) || isEmbedding(response))) {
    return undefined;
  }
  return {
    provider: resolveProvider(hint, 'aws.bedrock'),
    model: hint.model,
    finishReason: textIn(field(results, 0), 'completionReason'),
    usage: {
      inputTokens,
      outputTokens: sumKnown(...itemsOf(results).map((result) => countIn(result, 'tokenCount'))),
    },
    shape: 'bedrock-titan',
  };
};

function isEmbedding(response: object): boolean {
  return isList(field(response, 'embedding')) || field(response, 'embeddingsByType') !== undefined;
}
