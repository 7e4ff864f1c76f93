import { readCohere } from '../extractors/cohere';
import { field, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Events of Cohere's chats, both versions, as its API writes them and as its client renames them. */
export const COHERE_STREAM: StreamProtocol = {
  recognises: (event) => {
    const type = eventType(event);
    return type === 'stream-start' || (type === 'message-start' && textIn(event, 'id') !== undefined);
  },
  start: (hint) => new CohereFold(hint),
};

function eventType(event: object): string | undefined {
  return textIn(event, 'type') ?? textIn(event, 'event_type') ?? textIn(event, 'eventType');
}

/** The id comes with the first event, usage with the last; version 1 repeats the whole response there. */
class CohereFold implements ResponseFold {
  readonly #hint: UsageHint;
  #id: string | undefined;
  #end: unknown;
  #usage: unknown;
  #ended = false;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(event: object): void {
    switch (eventType(event)) {
      case 'message-start':
        this.#id ??= textIn(event, 'id');
        break;
      case 'stream-start':
        this.#id ??= textIn(event, 'generation_id') ?? textIn(event, 'generationId');
        break;
      case 'message-end':
        this.#conclude(field(event, 'delta'), 'usage');
        break;
      case 'stream-end':
        this.#conclude(field(event, 'response'), 'meta');
        break;
    }
  }

  textOf(event: object): unknown {
    switch (eventType(event)) {
      case 'content-delta':
        return field(field(field(field(event, 'delta'), 'message'), 'content'), 'text');
      case 'text-generation':
        return field(event, 'text');
      default:
        return undefined;
    }
  }

  isFollowedBy(event: object): boolean {
    const type = eventType(event);
    return this.#ended && (type === 'message-start' || type === 'stream-start');
  }

  finish(): UsageReading {
    const reading = readCohere(this.#end, this.#usage, this.#hint);
    return {
      ...reading,
      responseId: this.#id ?? reading.responseId,
      partial: this.#ended ? undefined : true,
    };
  }

  #conclude(end: unknown, usage: 'usage' | 'meta'): void {
    this.#ended = true;
    if (isObject(end)) {
      this.#end = end;
      this.#usage = field(end, usage);
    }
  }
}
