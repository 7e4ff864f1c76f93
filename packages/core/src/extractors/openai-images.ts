import { countIn } from '../counts';
import { field, isList } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** Images of OpenAI's image models. The response does not say which model made them. */
export const extractOpenaiImages: Extractor = (response, hint) => {
  if (countIn(response, 'created') === undefined || !isList(field(response, 'data'))) {
    return undefined;
  }
  const usage = field(response, 'usage');
  return countIn(usage, 'input_tokens') === undefined ? undefined : readImages(usage, hint);
};

/** All output is image, unless the usage tells text apart. */
export function readImages(usage: unknown, hint: UsageHint): UsageReading {
  const outputTokens = countIn(usage, 'output_tokens');
  return {
    provider: resolveProvider(hint, 'openai'),
    model: hint.model,
    usage: {
      inputTokens: countIn(usage, 'input_tokens'),
      inputImageTokens: countIn(field(usage, 'input_tokens_details'), 'image_tokens'),
      outputTokens,
      outputImageTokens: countIn(field(usage, 'output_tokens_details'), 'image_tokens') ?? outputTokens,
    },
    shape: 'openai-images',
  };
}
