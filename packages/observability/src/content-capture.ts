import { REDACTION_MARGIN } from '@kagura/core';
import { toBoundedJson } from './capture';
import type { CaptureSettings } from './capture-settings';
import type { ContentFilter, ContentPlace } from './content-filter';
import { ContentRedactor } from './content-redactor';
import type { Diagnostics } from './diagnostics';

/** What is kept of contents where a method does not say, and in which form. */
export class ContentCapture {
  readonly prompts: boolean;
  readonly responses: boolean;
  /** UTF-16 units of a streamed answer to collect: more than are kept, so that a secret at the end is known as one. */
  readonly maxCollected: number;
  readonly #maxBytes: number;
  readonly #redactor: ContentRedactor;

  constructor(settings: CaptureSettings, diagnostics: Diagnostics) {
    this.prompts = settings.prompts;
    this.responses = settings.responses;
    this.maxCollected = settings.maxBytes + REDACTION_MARGIN;
    this.#maxBytes = settings.maxBytes;
    this.#redactor = new ContentRedactor(settings, diagnostics);
  }

  /** JSON text of a value, bounded and without secrets. */
  toJson(value: unknown, place: ContentPlace): string {
    return toBoundedJson(value, { maxBytes: this.#maxBytes, filter: this.filter(place) });
  }

  /** For texts that are kept as they are: of errors, and attributes. */
  filter(place: ContentPlace): ContentFilter {
    return this.#redactor.at(place);
  }
}
