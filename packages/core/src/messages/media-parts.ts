import { field, textIn } from '../fields';
import type { MessagePart } from './message';

const BASE64 = ';base64,';

/** Media by its address, or the data themselves where the address is all of them. */
export function mediaPart(modality: string, uri: unknown): MessagePart | undefined {
  if (typeof uri !== 'string') {
    return undefined;
  }
  const data = uri.startsWith('data:') ? uri.indexOf(BASE64) : -1;
  return data < 0
    ? { type: 'uri', modality, uri }
    : blobPart(modality, uri.slice('data:'.length, data), uri.slice(data + BASE64.length));
}

/** OpenAI: an image, by address or as a file that was sent before. */
export function imagePart(part: unknown): MessagePart | undefined {
  const image = field(part, 'image_url');
  return mediaPart('image', field(image, 'url') ?? image) ?? filePart('image', part);
}

/** OpenAI: sound in the request. */
export function audioPart(part: unknown): MessagePart | undefined {
  const audio = field(part, 'input_audio');
  return blobPart('audio', mimeType('audio', field(audio, 'format')), field(audio, 'data'));
}

/** OpenAI: a document, which one API puts into a field of its own. */
export function documentPart(part: unknown): MessagePart | undefined {
  const file = field(part, 'file') ?? part;
  return (
    filePart('document', file) ??
    mediaPart('document', field(file, 'file_url')) ??
    mediaPart('document', field(file, 'file_data'))
  );
}

/** Anthropic: an image or a document, with a source of one of three kinds. */
export function sourcePart(part: unknown): MessagePart | undefined {
  const modality = textIn(part, 'type') ?? 'document';
  const source = field(part, 'source');
  return (
    blobPart(modality, textIn(source, 'media_type'), field(source, 'data')) ??
    mediaPart(modality, field(source, 'url')) ??
    filePart(modality, source)
  );
}

export function blobPart(
  modality: string,
  mime_type: string | undefined,
  content: unknown,
): MessagePart | undefined {
  return typeof content === 'string' ? { type: 'blob', modality, mime_type, content } : undefined;
}

function filePart(modality: string, holder: unknown): MessagePart | undefined {
  const id = textIn(holder, 'file_id');
  return id === undefined ? undefined : { type: 'file', modality, file_id: id };
}

function mimeType(modality: string, format: unknown): string | undefined {
  return typeof format === 'string' ? `${modality}/${format}` : undefined;
}
