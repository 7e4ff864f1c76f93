import { types } from 'node:util';
import { MAX_REDACTED_LENGTH, redactionMark, redactText, type SecretFinder } from '@kagura/core';
import type { ContentFilter, ContentPlace, RedactionHook } from './content-filter';
import type { Diagnostics } from './diagnostics';

/** Without digits and marks there is no secret for our rules. */
const PLAIN_NAME = /^[A-Za-z_]{1,40}$/;

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
    const { finders } = this.#rules;
    let hasFailed = false;
    const fail = (): string => {
      if (!hasFailed) this.#diagnostics.hidden();
      hasFailed = true;
      return HIDDEN;
    };
    return {
      text: (text, limit) => {
        if (hasFailed) return HIDDEN;
        try {
          return this.#redact(text, { place, limit });
        } catch {
          // What was thrown may hold the very text.
          return fail();
        }
      },
      name: (name) => {
        if (finders.length === 0 && PLAIN_NAME.test(name)) return name;
        try {
          return redactText(name, { finders });
        } catch {
          return fail();
        }
      },
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
