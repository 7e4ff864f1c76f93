import { normalizeModel, withoutDate, withoutLatest } from './model-id';
import type { UsageReading } from './usage';

/**
 * Whether two readings can be about the same call to a model: the same response by its id, and where one of them knows
 * no id, the same model and the same tokens as far as both know them.
 */
export function canBeSameCall(one: UsageReading, other: UsageReading): boolean {
  if (one.responseId !== undefined && other.responseId !== undefined)
    return one.responseId === other.responseId;
  return (
    agree(one.usage.inputTokens, other.usage.inputTokens) &&
    agree(one.usage.outputTokens, other.usage.outputTokens) &&
    isSameModel(one.model, other.model)
  );
}

function agree(one: number | undefined, other: number | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** Who knows the request only calls `openai/gpt-4o` what the response calls `gpt-4o-2024-08-06`. */
function isSameModel(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || plainModel(one) === plainModel(other);
}

function plainModel(model: string): string {
  const id = normalizeModel(model).replace(/^.*\//, '');
  return withoutDate(id) ?? withoutLatest(id) ?? id;
}
