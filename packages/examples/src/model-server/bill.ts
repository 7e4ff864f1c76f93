import type { BilledUsage } from './model-answer';

/** Everything that calls to one model were billed for. */
export interface ModelBill extends BilledUsage {
  readonly calls: number;
}

const NOTHING: ModelBill = {
  calls: 0,
  inputTokens: 0,
  cachedReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/** The stand-in's books: what it would have billed, by model. */
export class Bill {
  readonly #models = new Map<string, ModelBill>();

  get models(): ReadonlyMap<string, ModelBill> {
    return this.#models;
  }

  add(model: string, usage: BilledUsage): void {
    const total = this.#models.get(model) ?? NOTHING;
    this.#models.set(model, {
      calls: total.calls + 1,
      inputTokens: total.inputTokens + usage.inputTokens,
      cachedReadTokens: total.cachedReadTokens + usage.cachedReadTokens,
      cacheWriteTokens: total.cacheWriteTokens + usage.cacheWriteTokens,
      outputTokens: total.outputTokens + usage.outputTokens,
      reasoningTokens: total.reasoningTokens + usage.reasoningTokens,
    });
  }
}
