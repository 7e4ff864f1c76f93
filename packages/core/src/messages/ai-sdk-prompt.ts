import { hasModelUsage } from '../extractors/ai-sdk-model';
import { field, isList, itemsOf, textIn } from '../fields';
import { answer } from './answer';
import { reasoningPart, textPart } from './content-parts';
import { blobPart, mediaPart } from './media-parts';
import type { Message, MessagePart, RequestMessages } from './message';
import { toolDefinitions } from './tool-definitions';
import { toolCallPart, toolResultPart } from './tool-parts';

/** Requests to a language model of the AI SDK: `doGenerate()` and `doStream()` in all versions of its interface. */
export function readPromptRequest(request: object): RequestMessages | undefined {
  const prompt = itemsOf(field(request, 'prompt'));
  if (prompt.length === 0 || prompt.some((message) => textIn(message, 'role') === undefined)) {
    return undefined;
  }
  return {
    instructions: [],
    messages: prompt.map((message) => ({ role: textIn(message, 'role') ?? 'user', parts: partsOf(message) })),
    tools: toolDefinitions(field(request, 'tools') ?? field(field(request, 'mode'), 'tools')),
  };
}

/** Answers of such a model: one message. */
export function readModelAnswer(response: object): readonly Message[] | undefined {
  const content = field(response, 'content');
  if (!hasModelUsage(response) || !(isList(content) || field(response, 'rawCall') !== undefined)) {
    return undefined;
  }
  const parts = isList(content) ? partsOf(response) : partsOfFirstVersion(response);
  const reason = field(response, 'finishReason');
  return [answer('assistant', parts, textIn(reason, 'unified') ?? reason)];
}

function partsOf(message: unknown): readonly MessagePart[] {
  const content = field(message, 'content');
  const text = textPart(content);
  return text ? [text] : itemsOf(content).map(partOf);
}

/** Version 1 has each kind of part in a field of its own. */
function partsOfFirstVersion(response: object): readonly MessagePart[] {
  const reasoning = field(response, 'reasoning');
  const calls = itemsOf(field(response, 'toolCalls')).map(toolCall);
  return [
    reasoningPart(reasoning),
    ...itemsOf(reasoning).map((part) => reasoningPart(field(part, 'text'))),
    textPart(field(response, 'text')),
    ...calls,
  ].filter((part) => part !== undefined);
}

function partOf(part: unknown): MessagePart {
  return knownPart(part) ?? { type: 'generic', content: part };
}

function knownPart(part: unknown): MessagePart | undefined {
  switch (field(part, 'type')) {
    case 'text':
      return textPart(field(part, 'text'));
    case 'reasoning':
      return reasoningPart(field(part, 'text'));
    case 'tool-call':
      return toolCall(part);
    case 'tool-result':
      return toolResult(part);
    case 'file':
    case 'image':
      return media(part);
    default:
      return undefined;
  }
}

function toolCall(call: unknown): MessagePart | undefined {
  return toolCallPart(
    field(call, 'toolCallId'),
    field(call, 'toolName'),
    field(call, 'input') ?? field(call, 'args'),
  );
}

/** Since version 2 a result says of what kind it is. */
function toolResult(part: unknown): MessagePart {
  const output = field(part, 'output');
  return toolResultPart(
    field(part, 'toolCallId'),
    output === undefined ? field(part, 'result') : (field(output, 'value') ?? output),
  );
}

/** Data in base64, or an address; the bytes that they may also be stay as they are given. */
function media(part: unknown): MessagePart | undefined {
  const given = field(part, 'data') ?? field(part, 'image');
  const data = field(given, 'data') ?? field(given, 'url') ?? given;
  const mimeType = textIn(part, 'mediaType') ?? textIn(part, 'mimeType');
  const kind = field(part, 'type') === 'image' ? 'image' : mimeType?.split('/')[0];
  const modality = kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
  const address = field(data, 'href') ?? data;
  const isAddress = typeof address === 'string' && /^(https?|data):/.test(address);
  return isAddress ? mediaPart(modality, address) : blobPart(modality, mimeType, data);
}
