import { countIn } from '../counts';
import { field, isList, isObject, ownData, textIn } from '../fields';
import { metadataCost, metadataProvider } from './ai-sdk-metadata';
import { openaiByModel } from './chat-provider';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Images made with the Vercel AI SDK, which counts their tokens since version 6. */
export const extractAiSdkImages: Extractor = (response, hint) => {
  const usage = ownData(response, 'usage');
  if (!isObject(usage) || !isList(ownData(response, 'images')) || !isList(ownData(response, 'responses'))) {
    return undefined;
  }
  const model = textIn(field(ownData(response, 'responses'), 0), 'modelId') ?? hint.model;
  const metadata = ownData(response, 'providerMetadata');
  const outputTokens = countIn(usage, 'outputTokens');
  return {
    provider: resolveProvider(hint, metadataProvider(metadata) ?? openaiByModel(model)),
    model,
    usage: { inputTokens: countIn(usage, 'inputTokens'), outputTokens, outputImageTokens: outputTokens },
    reportedCostUsd: metadataCost(metadata),
    shape: 'ai-sdk-images',
  };
};
