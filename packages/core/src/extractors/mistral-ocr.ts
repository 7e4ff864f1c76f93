import { firstCount } from '../counts';
import { field, isList, isObject, textIn } from '../fields';
import type { Extractor } from './extractor';
import { resolveProvider } from './resolve-provider';

/** How pages are billed that were also read into a schema. */
const ANNOTATED = 'annotated';

/** Documents read by Mistral's OCR, which bills pages, as its API writes them and as its client renames them. */
export const extractMistralOcr: Extractor = (response, hint) => {
  const usage = field(response, 'usage_info') ?? field(response, 'usageInfo');
  const inputPages = firstCount(usage, ['pages_processed', 'pagesProcessed']);
  if (!isObject(usage) || inputPages === undefined || !isList(field(response, 'pages'))) {
    return undefined;
  }
  const annotation = textIn(response, 'document_annotation') ?? textIn(response, 'documentAnnotation');
  return {
    provider: resolveProvider(hint, 'mistral_ai'),
    model: textIn(response, 'model') ?? hint.model,
    serviceTier: annotation === undefined ? undefined : ANNOTATED,
    usage: { inputPages },
    shape: 'mistral-ocr',
  };
};
