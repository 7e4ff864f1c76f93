import { field, itemsOf } from '../fields';

/** Fields of a streamed chunk, or of its delta, that hold what the model has written since the last. */
const WRITTEN = [
  'text',
  'content',
  'reasoning_content',
  'reasoning',
  'refusal',
  'thinking',
  'partial_json',
  'arguments',
  'delta',
  'textDelta',
  'argsTextDelta',
] as const;

/**
 * UTF-16 units of what a streamed chunk adds to the answer, in the formats of OpenAI, Anthropic, Google and the AI SDK; 0 where it
 * adds nothing or is of another format. What a model thinks without showing it is not counted.
 */
export function streamedLength(chunk: unknown): number {
  if (typeof chunk === 'string') return chunk.length;
  let length = written(chunk) + written(field(chunk, 'delta'));
  for (const choice of itemsOf(field(chunk, 'choices'))) {
    const delta = field(choice, 'delta');
    length += written(delta) + written(choice);
    for (const call of itemsOf(field(delta, 'tool_calls'))) length += written(field(call, 'function'));
  }
  for (const candidate of itemsOf(field(chunk, 'candidates'))) {
    for (const part of itemsOf(field(field(candidate, 'content'), 'parts'))) length += written(part);
  }
  return length;
}

function written(holder: unknown): number {
  let length = 0;
  for (const name of WRITTEN) {
    const value = field(holder, name);
    if (typeof value === 'string') length += value.length;
  }
  return length;
}
