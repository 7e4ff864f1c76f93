import { countIn } from '../counts';
import { textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Meta's Llama models, as they answer `InvokeModel` of Amazon Bedrock. */
export const extractBedrockLlama: Extractor = (response, hint) => {
  const counted =
    countIn(response, 'prompt_token_count') !== undefined ||
    countIn(response, 'generation_token_count') !== undefined;
  return counted && textIn(response, 'stop_reason') !== undefined ? readLlama(response, hint) : undefined;
};

function readLlama(response: unknown, hint: UsageHint): UsageReading {
  return {
    provider: resolveProvider(hint, 'aws.bedrock'),
    model: hint.model,
    finishReason: textIn(response, 'stop_reason'),
    usage: {
      inputTokens: countIn(response, 'prompt_token_count'),
      outputTokens: countIn(response, 'generation_token_count'),
    },
    shape: 'bedrock-llama',
  };
}
