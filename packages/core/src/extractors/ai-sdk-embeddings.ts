import { countIn } from '../counts';
import { field, has, isList, isObject, ownData, textIn } from '../fields';
import { metadataProvider } from './ai-sdk-metadata';
import { openaiByModel } from './chat-provider';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Embeddings made with the Vercel AI SDK, and those of its models themselves. Only the provider's own body, which it keeps, may name the model. */
export const extractAiSdkEmbeddings: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage');
  if (!isObject(usage) || !has(usage, 'tokens') || !embeds(response)) {
    return undefined;
  }
  const model = textIn(bodyOf(response), 'model') ?? hint.model;
  return {
    provider: resolveProvider(
      hint,
      metadataProvider(ownData(response, 'providerMetadata')) ?? openaiByModel(model),
    ),
    model,
    usage: { inputTokens: countIn(usage, 'tokens') },
    shape: 'ai-sdk-embeddings',
  };
};

/** `embed` gives one embedding, `embedMany` and a model's `doEmbed` a list of them. */
function embeds(response: object): boolean {
  return isList(ownData(response, 'embedding')) || isList(ownData(response, 'embeddings'));
}

function bodyOf(response: object): unknown {
  const http = ownData(response, 'response') ?? field(ownData(response, 'responses'), 0);
  return field(http, 'body');
}
