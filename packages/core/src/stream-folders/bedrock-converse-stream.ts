import { readConverse } from '../extractors/bedrock-converse';
import { field, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Events of Amazon Bedrock's `ConverseStream`, and of Amazon's Nova models under `InvokeModel`. */
export const BEDROCK_CONVERSE_STREAM: StreamProtocol = {
  recognises: (event) => textIn(field(event, 'messageStart'), 'role') !== undefined,
  start: (hint) => new BedrockConverseFold(hint),
};

/** Usage comes last, after the message has ended. */
class BedrockConverseFold implements ResponseFold {
  readonly #hint: UsageHint;
  #stopReason: string | undefined;
  #metadata: unknown;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(event: object): void {
    this.#stopReason = textIn(field(event, 'messageStop'), 'stopReason') ?? this.#stopReason;
    const metadata = field(event, 'metadata');
    if (isObject(metadata)) {
      this.#metadata = metadata;
    }
  }

  textOf(event: object): unknown {
    return field(field(field(event, 'contentBlockDelta'), 'delta'), 'text');
  }

  isFollowedBy(event: object): boolean {
    return isObject(field(event, 'messageStart')) && this.#stopReason !== undefined;
  }

  finish(): UsageReading {
    const reading = readConverse(this.#metadata, this.#stopReason, this.#hint);
    return this.#metadata === undefined ? { ...reading, partial: true } : reading;
  }
}
