import { addReadings } from '../add-readings';
import { AI_SDK_SHAPE, isAiSdkStep, readAiSdkStep } from '../extractors/ai-sdk-step';
import { resolveProvider } from '../extractors/resolve-provider';
import { field, isList, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Parts of the Vercel AI SDK's `fullStream`, versions 4 to 7. Streams for a user's browser have no usage. */
export const AI_SDK_STREAM: StreamProtocol = {
  recognises: (part) => beginsStep(part) || endsStep(part),
  start: (hint) => new AiSdkFold(hint),
};

/** Version 4 turned the names around. */
function beginsStep(part: object): boolean {
  const type = field(part, 'type');
  const begins = type === 'start-step' || type === 'step-start';
  return begins && (isObject(field(part, 'request')) || isList(field(part, 'warnings')));
}

function endsStep(part: object): boolean {
  const type = field(part, 'type');
  return (type === 'finish-step' || type === 'step-finish') && isAiSdkStep(part);
}

/** Each step says what it used when it ends; what the last part adds up is the same again. */
class AiSdkFold implements ResponseFold {
  readonly #hint: UsageHint;
  readonly #steps: UsageReading[] = [];
  #stepIsOpen = false;
  #finished = false;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(part: object): void {
    if (beginsStep(part)) {
      this.#stepIsOpen = true;
    } else if (endsStep(part)) {
      this.#steps.push(readAiSdkStep(part, this.#hint));
      this.#stepIsOpen = false;
    } else if (field(part, 'type') === 'finish') {
      this.#finished = true;
    }
  }

  textOf(part: object): unknown {
    return field(part, 'type') === 'text-delta'
      ? (textIn(part, 'text') ?? field(part, 'textDelta'))
      : undefined;
  }

  isFollowedBy(part: object): boolean {
    return this.#finished && beginsStep(part);
  }

  finish(): UsageReading {
    const reading = addReadings(this.#steps);
    if (reading === undefined) {
      const provider = resolveProvider(this.#hint, undefined);
      return { provider, model: this.#hint.model, usage: {}, shape: AI_SDK_SHAPE, partial: true };
    }
    return this.#mayGoOn(reading) ? { ...reading, partial: true } : reading;
  }

  /** A consumer that stops after the last step has missed nothing, but after a call of tools comes another step. */
  #mayGoOn(soFar: UsageReading): boolean {
    return !this.#finished && (this.#stepIsOpen || soFar.finishReason === 'tool-calls');
  }
}
