import { GEN_AI, KAGURA } from '@kagura/core';
import type { Attributes } from '@opentelemetry/api';

/** More than any answer has; keeps a hostile stream from occupying memory. */
const MAX_ITEMS = 128;

/** What responses and their chunks have told beside the usage. */
export class ResponseFacts {
  readonly #finishReasons = new Map<number, string>();
  readonly #toolCalls: string[] = [];
  readonly #attributes: Attributes = {};

  /** Why one of the answers ended. */
  finish(choice: unknown, reason: unknown): void {
    if (typeof reason !== 'string' || reason === '' || this.#finishReasons.size >= MAX_ITEMS) return;
    this.#finishReasons.set(typeof choice === 'number' ? choice : 0, reason);
  }

  /** The model asked for a tool. */
  callTool(name: unknown): void {
    if (typeof name !== 'string' || name === '' || this.#toolCalls.length >= MAX_ITEMS) return;
    this.#toolCalls.push(name);
  }

  /** Anything that has an attribute of its own. */
  set(attribute: string, value: unknown): void {
    if (typeof value === 'string' && value !== '') this.#attributes[attribute] = value;
  }

  toAttributes(): Attributes {
    const reasons = [...this.#finishReasons]
      .sort(([one], [other]) => one - other)
      .map(([, reason]) => reason);
    return {
      ...this.#attributes,
      ...(reasons.length > 0 && { [GEN_AI.finishReasons]: reasons }),
      ...(this.#toolCalls.length > 0 && { [KAGURA.toolCalls]: this.#toolCalls }),
    };
  }
}
