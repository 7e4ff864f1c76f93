import { field, isList, itemsOf, textIn } from '../fields';
import { answer } from './answer';
import { reasoningPart, textPart } from './content-parts';
import { blobPart, mediaPart } from './media-parts';
import type { Message, MessagePart, RequestMessages } from './message';
import { toolDefinitions } from './tool-definitions';
import { toolCallPart, toolResultPart } from './tool-parts';

/** Requests of Google's client, whose contents may be a text, a part, a message, or a list of any of these. */
export function readContentsRequest(request: object): RequestMessages | undefined {
  const contents = field(request, 'contents');
  if (contents === undefined) {
    return undefined;
  }
  const config = field(request, 'config');
  return {
    instructions: contentsOf(field(config, 'systemInstruction')).flatMap(({ parts }) => parts),
    messages: contentsOf(contents),
    tools: toolDefinitions(field(config, 'tools')),
  };
}

/** Answers of Gemini: one message for each candidate. */
export function readCandidates(response: object): readonly Message[] | undefined {
  const candidates = field(response, 'candidates');
  if (!isList(candidates)) {
    return undefined;
  }
  return itemsOf(candidates).map((candidate) => {
    const content = field(candidate, 'content');
    return answer('assistant', googleParts(field(content, 'parts')), field(candidate, 'finishReason'));
  });
}

function googleParts(parts: unknown): readonly MessagePart[] {
  return itemsOf(parts).map(googlePart);
}

function contentsOf(contents: unknown): readonly Message[] {
  if (contents === undefined) {
    return [];
  }
  return (isList(contents) ? itemsOf(contents) : [contents]).map((content) =>
    isList(field(content, 'parts'))
      ? { role: roleOf(content), parts: googleParts(field(content, 'parts')) }
      : { role: 'user', parts: [googlePart(content)] },
  );
}

/** Gemini calls the assistant the model. */
function roleOf(content: unknown): string {
  const role = textIn(content, 'role') ?? 'user';
  return role === 'model' ? 'assistant' : role;
}

function googlePart(part: unknown): MessagePart {
  const text = field(part, 'text');
  const call = field(part, 'functionCall');
  const result = field(part, 'functionResponse');
  const data = field(part, 'inlineData');
  const file = field(part, 'fileData');
  return (
    (field(part, 'thought') === true ? reasoningPart(text) : textPart(text)) ??
    textPart(part) ??
    toolCallPart(field(call, 'id'), field(call, 'name'), field(call, 'args')) ??
    (result === undefined ? undefined : toolResultPart(field(result, 'id'), field(result, 'response'))) ??
    blobPart(modalityOf(data), textIn(data, 'mimeType'), field(data, 'data')) ??
    mediaPart(modalityOf(file), field(file, 'fileUri')) ?? { type: 'generic', content: part }
  );
}

/** `image` of `image/png`; documents have no type of their own. */
function modalityOf(media: unknown): string {
  const kind = textIn(media, 'mimeType')?.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}
