import { types } from 'node:util';
import { MAX_REDACTED_LENGTH, redactionMark, redactText, type SecretFinder } from '@kagura/core';
import type { ContentFilter, ContentPlace, RedactionHook } from './content-filter';
import type { Diagnostics } from './diagnostics';

/** Stands in the place of a text that could not be redacted. */
const HIDDEN = redactionMark('failed');

export interface RedactionRules {
  /** Of the application's patterns. */
  readonly finders: readonly SecretFinder[];
  readonly hooks: readonly RedactionHook[];
}

/** The one way by which texts of the application reach spans, rows and logs. */
export class ContentRedactor {
  readonly #rules: RedactionRules;
  readonly #diagnostics: Diagnostics;

  constructor(rules: RedactionRules, diagnostics: Diagnostics) {
    this.#rules = rules;
    this.#diagnostics = diagnostics;
  }

  /** For the texts of one call in one direction: when the hook fails for one, those behind it are not shown either. */
  at(place: ContentPlace): ContentFilter {
    let hasFailed = false;
    const guarded = (redact: () => string): string => {
      if (hasFailed) return HIDDEN;
      try {
        return redact();
      } catch {
        // What was thrown may hold the very text.
        hasFailed = true;
        this.#diagnostics.hidden();
        return HIDDEN;
      }
    };
    return {
      text: (text, limit) => guarded(() => this.#redact(text, { place, limit })),
      name: (name) => guarded(() => redactText(name, { finders: this.#rules.finders })),
    };
  }

  #redact(
    text: string,
    { place, limit }: { readonly place: ContentPlace; readonly limit: number | undefined },
  ): string {
    const { finders, hooks } = this.#rules;
    const known = redactText(text, { finders, limit });
    if (hooks.length === 0) return known;
    const shown = hooks.reduce((shorter, hook) => textOf(hook(shorter, place)), known);
    return shown.slice(0, Math.min(limit ?? MAX_REDACTED_LENGTH, MAX_REDACTED_LENGTH));
  }
}

function textOf(given: unknown): string {
  if (typeof given === 'string') return given;
  // A hook that is asynchronous by mistake: nobody else will look at how it fails.
  if (types.isPromise(given)) Promise.prototype.then.call(given, undefined, () => undefined);
  throw new TypeError('no text');
}
