import { readMessage } from '../extractors/anthropic-message';
import { field, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Events of Anthropic's Messages API. */
export const ANTHROPIC_STREAM: StreamProtocol = {
  recognises: (event) =>
    field(event, 'type') === 'message_start' && field(field(event, 'message'), 'type') === 'message',
  start: (hint) => new AnthropicFold(hint),
};

/** What a usage object may hold that is read; each is a running total of the whole message, or null. */
const USAGE_FIELDS = [
  'input_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation',
  'output_tokens',
  'output_tokens_details',
  'server_tool_use',
  'service_tier',
  'speed',
  'inference_geo',
  'iterations',
] as const;

type Totals = Partial<Record<(typeof USAGE_FIELDS)[number], unknown>>;

class AnthropicFold implements ResponseFold {
  readonly #hint: UsageHint;
  /** Kept apart: a repeated `message_start` must not undo what later events have said. */
  readonly #atStart: Totals = {};
  readonly #later: Totals = {};
  #id: string | undefined;
  #model: string | undefined;
  #stopReason: string | undefined;
  #stopped = false;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(event: object): void {
    switch (field(event, 'type')) {
      case 'message_start':
        this.#start(field(event, 'message'));
        break;
      case 'content_block_start':
        this.#fallBack(field(event, 'content_block'));
        break;
      case 'message_delta':
        merge(this.#later, field(event, 'usage'));
        this.#stopReason = textIn(field(event, 'delta'), 'stop_reason') ?? this.#stopReason;
        break;
      case 'message_stop':
        this.#stopped = true;
        break;
    }
  }

  textOf(event: object): unknown {
    return field(event, 'type') === 'content_block_delta' ? field(field(event, 'delta'), 'text') : undefined;
  }

  isFollowedBy(event: object): boolean {
    if (field(event, 'type') !== 'message_start') {
      return false;
    }
    const id = textIn(field(event, 'message'), 'id');
    return id !== undefined && this.#id !== undefined && id !== this.#id;
  }

  finish(): UsageReading {
    const message = { id: this.#id, model: this.#model, stop_reason: this.#stopReason };
    const reading = readMessage(message, { ...this.#atStart, ...this.#later }, this.#hint);
    const complete = this.#stopped || this.#stopReason !== undefined;
    return complete ? reading : { ...reading, partial: true };
  }

  #start(message: unknown): void {
    this.#id ??= textIn(message, 'id');
    this.#model ??= textIn(message, 'model');
    merge(this.#atStart, field(message, 'usage'));
  }

  /** A fallback block names the model that goes on with the message. */
  #fallBack(block: unknown): void {
    if (field(block, 'type') === 'fallback') {
      this.#model = textIn(field(block, 'to'), 'model') ?? this.#model;
    }
  }
}

function merge(totals: Totals, usage: unknown): void {
  if (!isObject(usage)) {
    return;
  }
  for (const name of USAGE_FIELDS) {
    const value = field(usage, name);
    if (value !== undefined && value !== null) {
      totals[name] = value;
    }
  }
}
