import { count } from '../counts';
import { isFinalResponse, isResponse, readResponse } from '../extractors/openai-responses';
import { field, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Events of OpenAI's Responses API. */
export const OPENAI_RESPONSES_STREAM: StreamProtocol = {
  recognises: (event) =>
    textIn(event, 'type')?.startsWith('response.') === true &&
    (count(field(event, 'sequence_number')) !== undefined || isResponse(field(event, 'response'))),
  start: (hint) => new OpenaiResponsesFold(hint),
};

/** Some events carry the response as it is by then; the last of them has the usage. */
class OpenaiResponsesFold implements ResponseFold {
  readonly #hint: UsageHint;
  #response: object | undefined;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(event: object): void {
    const response = field(event, 'response');
    if (isObject(response)) {
      this.#response = response;
    }
  }

  textOf(event: object): unknown {
    return field(event, 'type') === 'response.output_text.delta' ? field(event, 'delta') : undefined;
  }

  isFollowedBy(event: object): boolean {
    const id = textIn(field(event, 'response'), 'id');
    return id !== undefined && this.#response !== undefined && id !== field(this.#response, 'id');
  }

  finish(): UsageReading | undefined {
    if (this.#response === undefined) {
      return undefined;
    }
    const reading = readResponse(this.#response, this.#hint);
    return isFinalResponse(this.#response) ? reading : { ...reading, finishReason: undefined, partial: true };
  }
}
