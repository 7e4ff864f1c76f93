import { isOllama, readOllama } from '../extractors/ollama';
import { field } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Pieces of Ollama's chats and completions. */
export const OLLAMA_STREAM: StreamProtocol = {
  recognises: (chunk) => typeof field(chunk, 'done') === 'boolean' && isOllama(chunk),
  start: (hint) => new OllamaFold(hint),
};

/** The last piece is `done` and has the counts. */
class OllamaFold implements ResponseFold {
  readonly #hint: UsageHint;
  #last: object | undefined;
  #done = false;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(chunk: object): void {
    if (!this.#done) {
      this.#last = chunk;
      this.#done = field(chunk, 'done') === true;
    }
  }

  textOf(chunk: object): unknown {
    return field(field(chunk, 'message'), 'content') ?? field(chunk, 'response');
  }

  isFollowedBy(chunk: object): boolean {
    return this.#done && typeof field(chunk, 'done') === 'boolean';
  }

  finish(): UsageReading {
    const reading = readOllama(this.#last, this.#hint);
    return this.#done ? reading : { ...reading, partial: true };
  }
}
