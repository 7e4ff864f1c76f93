import { readCamelCase } from '../extractors/chat-camel-case';
import { chatProvider } from '../extractors/chat-provider';
import { chatUsage } from '../extractors/chat-usage';
import { OPENAI_CHAT } from '../extractors/openai-chat';
import { reportedCost } from '../extractors/reported-cost';
import { resolveProvider } from '../extractors/resolve-provider';
import { field, has, isList, isObject, ownData, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/**
 * Chunks of chat completions, and of the older text completions. Mistral's client puts each into an event and gives
 * camelCase names to its fields.
 */
export const OPENAI_CHAT_STREAM: StreamProtocol = {
  recognises: (event) => {
    const chunk = chunkIn(event);
    return isList(field(chunk, 'choices')) && isChunk(chunk);
  },
  start: (hint) => new OpenaiChatFold(hint),
};

function chunkIn(event: object): object {
  // Chunks of Gemini's client have a getter of that name, which prints a warning.
  const data = has(event, 'choices') ? undefined : ownData(event, 'data');
  return isObject(data) ? data : event;
}

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
  #provider: string | undefined;
  #model: string | undefined;
  #id: string | undefined;
  #finishReason: string | undefined;
  #serviceTier: string | undefined;
  #usage: unknown;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(event: object): void {
    const chunk = chunkIn(event);
    if (this.#model === undefined || this.#id === undefined) {
      this.#identify(chunk);
    }
    const choice = field(field(chunk, 'choices'), 0);
    const finishReason = field(choice, 'finish_reason') ?? field(choice, 'finishReason');
    const usage = field(chunk, 'usage');
    if (finishReason || usage) {
      this.#conclude(chunk, finishReason, usage);
    }
  }

  textOf(event: object): unknown {
    const choice = field(field(chunkIn(event), 'choices'), 0);
    // Several choices stream side by side; the text is that of the first.
    return field(choice, 'index')
      ? undefined
      : (field(field(choice, 'delta'), 'content') ?? field(choice, 'text'));
  }

  isFollowedBy(event: object): boolean {
    if (this.#finishReason === undefined) {
      return false;
    }
    const chunk = chunkIn(event);
    if (field(field(chunk, 'choices'), 0) === undefined) {
      return false;
    }
    const id = textIn(chunk, 'id');
    return id !== undefined && id !== this.#id;
  }

  finish(aborted: boolean): UsageReading {
    const finished = this.#finishReason !== undefined;
    const complete = this.#usage === undefined ? finished && !aborted : finished || !aborted;
    const reading = this.#read();
    return complete ? reading : { ...reading, partial: true };
  }

  #read(): UsageReading {
    const answer = {
      model: this.#model,
      id: this.#id,
      finishReason: this.#finishReason,
      usage: this.#usage,
    };
    if (isObject(answer.usage) && has(answer.usage, 'promptTokens')) {
      return readCamelCase(answer, this.#hint);
    }
    const provider = resolveProvider(this.#hint, this.#provider ?? chatProvider(answer, answer.usage));
    return {
      provider,
      model: answer.model ?? this.#hint.model,
      responseId: answer.id,
      finishReason: answer.finishReason,
      serviceTier: this.#serviceTier,
      usage: chatUsage(answer.usage, provider),
      reportedCostUsd: reportedCost(answer.usage),
      shape: OPENAI_CHAT,
    };
  }

  #identify(chunk: object): void {
    this.#model ??= textIn(chunk, 'model');
    this.#id ??= textIn(chunk, 'id');
    this.#serviceTier ??= textIn(chunk, 'service_tier');
    const provider = chatProvider(chunk, undefined);
    this.#provider = provider === undefined || provider === 'openai' ? this.#provider : provider;
  }

  #conclude(chunk: object, finishReason: unknown, usage: unknown): void {
    const given = usage ?? field(field(chunk, 'x_groq'), 'usage');
    if (isObject(given)) {
      this.#usage = given;
    }
    if (typeof finishReason === 'string' && finishReason !== '') {
      this.#finishReason = finishReason;
    }
    this.#serviceTier = textIn(chunk, 'service_tier') ?? textIn(given, 'service_tier') ?? this.#serviceTier;
  }
}
