import { types } from 'node:util';
import { redactText } from '@kagura/core';
import { diag } from '@opentelemetry/api';
import type { RedactionRules } from './content-redactor';

const REPEAT_AFTER_MS = 60_000;
const MAX_TOLD = 4_096;

/** What Kagura says about itself: counted always, printed at most once a minute per reason, never on stdout. */
export class Diagnostics {
  readonly #lastPrinted = new Map<string, number>();
  readonly #count: (where: string) => void;
  readonly #redaction: RedactionRules;
  #depth = 0;

  /**
   * @param count receives the place of every internal error, for the metric `kagura.internal.errors`
   * @param redaction what the application has redacted; what went wrong may tell of its contents
   */
  constructor(count: (where: string) => void, redaction: RedactionRules) {
    this.#count = count;
    this.#redaction = redaction;
  }

  /**
   * True while our own code runs. What it calls of the application's (an exporter, a logger, a function that gives
   * options) may call observed functions: observing those would call it again, without end.
   */
  get isInside(): boolean {
    return this.#depth > 0;
  }

  enter(): void {
    this.#depth += 1;
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** An error of our own that was kept away from the application. */
  internalError(where: string, error: unknown): void {
    this.#count(where);
    // A function of the application's may redact more than we know, and is not asked while something is wrong.
    const isKnown = this.#redaction.hooks.length === 0;
    const told = isKnown ? describe(error) : 'not shown, because capture.redact has a function';
    diag.debug(`kagura: internal error in ${where}: ${this.#redact(told)}`);
    this.warn(
      `KAGURA_INTERNAL_${where}`,
      `Kagura had an internal error in ${where}; the call itself was not affected: ${told}`,
    );
  }

  /** A function of the application's that redacts has failed. Nothing of the failure is told: it may hold the text. */
  hidden(): void {
    this.#count('redact');
    this.warn(
      'KAGURA_REDACT',
      'A function or pattern in capture.redact failed (it threw, or a function gave no text), so a mark was kept ' +
        'in place of the text. Its error is not shown, because it may hold what is to be hidden.',
    );
  }

  /** Tells the developer once what is wrong, why, and how to fix it (a Node.js process warning on stderr). */
  warn(code: string, message: string): void {
    const now = Date.now();
    const last = this.#lastPrinted.get(code);
    if (last !== undefined && now - last < REPEAT_AFTER_MS) return;
    this.#lastPrinted.set(code, now);
    process.emitWarning(this.#redact(message), { type: 'KaguraWarning', code });
  }

  #redact(message: string): string {
    return redactText(message, { finders: this.#redaction.finders, limit: MAX_TOLD });
  }
}

/** A short text for a thrown value of any kind; never throws, invokes no getter of an application's object. */
export function describe(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error === 'function') return '[Function]';
  if (typeof error !== 'object' || error === null) return String(error);
  if (types.isProxy(error)) return '[Proxy]';
  const message = Object.getOwnPropertyDescriptor(error, 'message')?.value;
  return typeof message === 'string' ? message : '[Object]';
}
