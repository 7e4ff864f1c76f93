import { chatProvider, chatUsage, OPENAI_CHAT } from '../extractors/openai-chat';
import { reportedCost } from '../extractors/reported-cost';
import { resolveProvider } from '../extractors/resolve-provider';
import { field, isList, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Chunks of chat completions, and of the older text completions. */
export const OPENAI_CHAT_STREAM: StreamProtocol = {
  recognises: (chunk) => isList(field(chunk, 'choices')) && isChunk(chunk),
  start: (hint) => new OpenaiChatFold(hint),
};

/** Azure begins with a chunk whose `object` is empty; some of those who copy OpenAI leave it out. */
function isChunk(chunk: object): boolean {
  const object = field(chunk, 'object');
  return object === undefined
    ? isObject(field(field(field(chunk, 'choices'), 0), 'delta'))
    : object === 'chat.completion.chunk' || object === 'text_completion' || object === '';
}

/**
 * Usage comes on a last chunk without choices, and only if it was asked for; Groq puts it under a name of its own,
 * others repeat a running total on each chunk. The last one counts.
 */
class OpenaiChatFold implements ResponseFold {
  readonly #hint: UsageHint;
  #provider = 'openai';
  #model: string | undefined;
  #id: string | undefined;
  #finishReason: string | undefined;
  #serviceTier: string | undefined;
  #usage: unknown;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(chunk: object): void {
    if (this.#model === undefined || this.#id === undefined) {
      this.#identify(chunk);
    }
    const finishReason = field(field(field(chunk, 'choices'), 0), 'finish_reason');
    const usage = field(chunk, 'usage');
    if (finishReason || usage) {
      this.#conclude(chunk, finishReason, usage);
    }
  }

  textOf(chunk: object): unknown {
    const choice = field(field(chunk, 'choices'), 0);
    // Several choices stream side by side; the text is that of the first.
    return field(choice, 'index')
      ? undefined
      : (field(field(choice, 'delta'), 'content') ?? field(choice, 'text'));
  }

  isFollowedBy(chunk: object): boolean {
    if (this.#finishReason === undefined || field(field(chunk, 'choices'), 0) === undefined) {
      return false;
    }
    const id = textIn(chunk, 'id');
    return id !== undefined && id !== this.#id;
  }

  finish(aborted: boolean): UsageReading {
    const finished = this.#finishReason !== undefined;
    const complete = this.#usage === undefined ? finished && !aborted : finished || !aborted;
    return {
      provider: resolveProvider(this.#hint, this.#provider),
      model: this.#model ?? this.#hint.model,
      responseId: this.#id,
      finishReason: this.#finishReason,
      serviceTier: this.#serviceTier,
      usage: chatUsage(this.#usage),
      reportedCostUsd: reportedCost(this.#usage),
      shape: OPENAI_CHAT,
      partial: complete ? undefined : true,
    };
  }

  #identify(chunk: object): void {
    this.#model ??= textIn(chunk, 'model');
    this.#id ??= textIn(chunk, 'id');
    this.#serviceTier ??= textIn(chunk, 'service_tier');
    if (this.#provider === 'openai') {
      this.#provider = chatProvider(chunk);
    }
  }

  #conclude(chunk: object, finishReason: unknown, usage: unknown): void {
    const given = usage ?? field(field(chunk, 'x_groq'), 'usage');
    if (isObject(given)) {
      this.#usage = given;
    }
    if (typeof finishReason === 'string') {
      this.#finishReason = finishReason;
    }
    this.#serviceTier = textIn(chunk, 'service_tier') ?? this.#serviceTier;
  }
}
