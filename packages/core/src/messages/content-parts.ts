import { field, isList, itemsOf, textIn } from '../fields';
import { audioPart, documentPart, imagePart, sourcePart } from './media-parts';
import type { MessagePart } from './message';
import { toolCallPart, toolResultPart } from './tool-parts';

type PartReader = (part: unknown) => MessagePart | undefined;

const textIs =
  (name: string): PartReader =>
  (part) =>
    textPart(field(part, name));

/** Parts by their type. OpenAI's two APIs and Anthropic's use different names, so one table serves them all. */
const READERS: ReadonlyMap<string, PartReader> = new Map([
  ['text', textIs('text')],
  ['input_text', textIs('text')],
  ['output_text', textIs('text')],
  ['refusal', textIs('refusal')],
  ['thinking', (part) => reasoningPart(field(part, 'thinking'))],
  ['image_url', imagePart],
  ['input_image', imagePart],
  ['input_audio', audioPart],
  ['file', documentPart],
  ['input_file', documentPart],
  ['image', sourcePart],
  ['document', sourcePart],
  ['tool_use', (part) => toolCallPart(field(part, 'id'), field(part, 'name'), field(part, 'input'))],
  ['tool_result', (part) => toolResultPart(field(part, 'tool_use_id'), field(part, 'content'))],
]);

/** The parts of a message whose content is a text or a list of typed parts. */
export function partsOf(content: unknown): readonly MessagePart[] {
  if (isList(content)) {
    return itemsOf(content).map(partOf);
  }
  const text = textPart(content);
  return text === undefined ? [] : [text];
}

function partOf(item: unknown): MessagePart {
  const reader = READERS.get(textIn(item, 'type') ?? '');
  return reader?.(item) ?? textPart(item) ?? { type: 'generic', content: item };
}

export function textPart(content: unknown): MessagePart | undefined {
  return typeof content === 'string' ? { type: 'text', content } : undefined;
}

export function reasoningPart(content: unknown): MessagePart | undefined {
  return typeof content === 'string' && content !== '' ? { type: 'reasoning', content } : undefined;
}
