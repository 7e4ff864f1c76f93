import type { Message, MessagePart } from './message';

/** A message of the model's. */
export function answer(
  role: string | undefined,
  parts: readonly MessagePart[],
  finishReason: unknown,
): Message {
  return {
    role: role ?? 'assistant',
    parts,
    ...(typeof finishReason === 'string' && { finish_reason: finishReason }),
  };
}
