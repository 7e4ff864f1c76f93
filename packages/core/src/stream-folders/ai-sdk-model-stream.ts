import { hasModelUsage, readAiSdkModelAnswer } from '../extractors/ai-sdk-model';
import { AI_SDK_SHAPE } from '../extractors/ai-sdk-step';
import { readMessage } from '../extractors/anthropic-message';
import { resolveProvider } from '../extractors/resolve-provider';
import { field, isList, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Parts of what a language model of the Vercel AI SDK itself streams: `doStream()` in all versions of its interface. */
export const AI_SDK_MODEL_STREAM: StreamProtocol = {
  recognises: (part) => beginsAnswer(part) || tellsResponse(part) || endsAnswer(part),
  start: (hint) => new AiSdkModelFold(hint),
};

/** The first part since version 2. */
function beginsAnswer(part: object): boolean {
  return field(part, 'type') === 'stream-start' && isList(field(part, 'warnings'));
}

function tellsResponse(part: object): boolean {
  return field(part, 'type') === 'response-metadata';
}

function endsAnswer(part: object): boolean {
  return field(part, 'type') === 'finish' && hasModelUsage(part);
}

/** What Anthropic says at the start, which its provider hands on since AI SDK 7: the input, and the first of the output. */
function anthropicStart(part: object): object | undefined {
  const told =
    field(part, 'kind') === 'anthropic.message_start'
      ? field(field(part, 'providerMetadata'), 'anthropic')
      : undefined;
  return isObject(told) ? told : undefined;
}

/** The last part has the usage; who answered stands in one of the first. */
class AiSdkModelFold implements ResponseFold {
  readonly #hint: UsageHint;
  #response: unknown;
  #begun: object | undefined;
  #reading: UsageReading | undefined;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(part: object): void {
    this.#begun ??= anthropicStart(part);
    if (tellsResponse(part)) {
      this.#response = part;
    } else if (endsAnswer(part)) {
      this.#reading = readAiSdkModelAnswer(part, field(part, 'response') ?? this.#response, this.#hint);
    }
  }

  textOf(part: object): unknown {
    return field(part, 'type') === 'text-delta'
      ? (textIn(part, 'delta') ?? field(part, 'textDelta'))
      : undefined;
  }

  isFollowedBy(part: object): boolean {
    return this.#reading !== undefined && (beginsAnswer(part) || tellsResponse(part));
  }

  finish(): UsageReading {
    return this.#reading ?? { ...this.#soFar(), shape: AI_SDK_SHAPE, partial: true };
  }

  #soFar(): Omit<UsageReading, 'shape'> {
    if (this.#begun !== undefined) {
      return readMessage(this.#begun, field(this.#begun, 'usage'), this.#hint);
    }
    return {
      provider: resolveProvider(this.#hint, undefined),
      model: textIn(this.#response, 'modelId') ?? this.#hint.model,
      responseId: textIn(this.#response, 'id'),
      usage: {},
    };
  }
}
