import { field, itemsOf, text } from '../fields';
import type { MessagePart } from './message';

/** A tool that the model asks for; `undefined` for one without a name. */
export function toolCallPart(id: unknown, name: unknown, given: unknown): MessagePart | undefined {
  const called = text(name);
  if (called === undefined) {
    return undefined;
  }
  return { type: 'tool_call', id: text(id), name: called, arguments: argumentsOf(given) };
}

/** What a tool gave back: a text, where it is one part and that is a text. */
export function toolResultPart(id: unknown, response: unknown): MessagePart {
  const items = itemsOf(response);
  const only = items.length === 1 && field(items[0], 'type') === 'text' ? field(items[0], 'text') : undefined;
  return { type: 'tool_call_response', id: text(id), response: only ?? response };
}

/** The value that arguments stand for; what is no JSON, such as half of it, stays the text it is. */
function argumentsOf(given: unknown): unknown {
  if (typeof given !== 'string') {
    return given;
  }
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
