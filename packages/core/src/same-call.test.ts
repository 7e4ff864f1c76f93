import { canBeSameCall } from './same-call';
import type { UsageReading } from './usage';

const reading = (told: Partial<UsageReading>): UsageReading => ({ usage: {}, shape: 'test', ...told });
const counts = { inputTokens: 10, outputTokens: 5 };
const told = reading({ responseId: 'a', model: 'gpt-4o-2024-08-06', usage: counts });

it.each<[string, Partial<UsageReading>]>([
  ['the same id, whatever else is said', { responseId: 'a', model: 'other', usage: { inputTokens: 1 } }],
  ['no id, and the same tokens', { usage: counts, model: 'gpt-4o-2024-08-06' }],
  ['no id and no tokens, and the model as it was requested', { model: 'gpt-4o' }],
  ['the model with its provider', { model: 'OpenAI/gpt-4o-2024-08-06' }],
  ['nothing', {}],
])('can be the same call: %s', (_name, other) => {
  expect(canBeSameCall(told, reading(other))).toBe(true);
  expect(canBeSameCall(reading(other), told)).toBe(true);
});

it.each<[string, Partial<UsageReading>]>([
  ['another id', { ...told, responseId: 'b' }],
  ['no id, and more input', { usage: { ...counts, inputTokens: 11 } }],
  ['no id, and more output', { usage: { ...counts, outputTokens: 6 } }],
  ['no id, and another model', { usage: counts, model: 'gpt-4o-mini' }],
])('is another call: %s', (_name, other) => {
  expect(canBeSameCall(told, reading(other))).toBe(false);
  expect(canBeSameCall(reading(other), told)).toBe(false);
});
