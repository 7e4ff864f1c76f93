import type { ResponseFixture } from './response-fixture';

const pages = [{ index: 0, markdown: '# Title', images: [], dimensions: null }] as const;
const read = { provider: 'mistral_ai', shape: 'mistral-ocr' } as const;

/** After the types of `@mistralai/mistralai` 2.7, and what it reads them from. */
export const MISTRAL_OCR_FIXTURES: readonly ResponseFixture[] = [
  {
    name: 'pages read by Mistral',
    response: {
      pages,
      model: 'mistral-ocr-4-0',
      document_annotation: null,
      usage_info: { pages_processed: 3, doc_size_bytes: 12_345 },
    },
    expected: { ...read, model: 'mistral-ocr-4-0', usage: { inputPages: 3 } },
  },
  {
    name: "pages read into a schema by Mistral's client, which cost more",
    response: {
      pages,
      model: 'mistral-ocr-4-0',
      documentAnnotation: '{"title":"Title"}',
      usageInfo: { pagesProcessed: 3, docSizeBytes: 12_345 },
    },
    expected: { ...read, model: 'mistral-ocr-4-0', serviceTier: 'annotated', usage: { inputPages: 3 } },
  },
];
