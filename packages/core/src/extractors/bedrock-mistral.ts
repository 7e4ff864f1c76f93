import { field, textIn } from '../fields';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Mistral's text models, as they answer `InvokeModel` of Amazon Bedrock: their body counts no tokens. */
export const extractBedrockMistral: Extractor = (response, hint) => {
  const output = field(field(response, 'outputs'), 0);
  const finishReason = textIn(output, 'stop_reason');
  return finishReason === undefined || typeof field(output, 'text') !== 'string'
    ? undefined
    : {
        provider: resolveProvider(hint, 'aws.bedrock'),
        model: hint.model,
        finishReason,
        usage: {},
        shape: 'bedrock-mistral',
      };
};
