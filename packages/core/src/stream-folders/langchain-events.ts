import { extractLangchainMessage } from '../extractors/langchain-message';
import { conventionalProvider } from '../extractors/resolve-provider';
import { field, isObject, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import { chunkText, LANGCHAIN_STREAM } from './langchain-stream';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Events of LangChain's `streamEvents`. Those of chains and tools repeat what those of models have said. */
export const LANGCHAIN_EVENTS: StreamProtocol = {
  recognises: (event) => MODEL_EVENT.test(textIn(event, 'event') ?? '') && runOf(event) !== undefined,
  start: (hint) => new LangchainEventsFold(hint),
};

const MODEL_EVENT = /^on_(?:chat_model|llm)_(?:start|stream|end)$/;

function runOf(event: object): string | undefined {
  return textIn(event, 'run_id');
}

/** A model that is still answering. */
interface ModelRun {
  readonly fold: ResponseFold;
  /** The event that began it, which names model and provider. */
  readonly begun: object;
}

/** Several models may answer side by side, each in a run of its own. */
class LangchainEventsFold implements ResponseFold {
  readonly #hint: UsageHint;
  readonly #runs = new Map<string, ModelRun>();
  readonly #ended: UsageReading[] = [];

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(event: object): void {
    const run = runOf(event);
    if (run === undefined || !LANGCHAIN_EVENTS.recognises(event)) {
      return;
    }
    const known = this.#runs.get(run) ?? { fold: LANGCHAIN_STREAM.start(this.#hint), begun: event };
    const chunk = field(field(event, 'data'), 'chunk');
    if (textIn(event, 'event')?.endsWith('_end') === true) {
      this.#runs.delete(run);
      this.#ended.push(this.#readEnd(event, known));
      return;
    }
    if (isObject(chunk)) {
      known.fold.add(chunk);
    }
    this.#runs.set(run, known);
  }

  textOf(event: object): unknown {
    const chunk = field(field(event, 'data'), 'chunk');
    const isPiece = textIn(event, 'event')?.endsWith('_stream') === true;
    return isPiece && isObject(chunk) ? chunkText(chunk) : undefined;
  }

  isFollowedBy(): boolean {
    return false;
  }

  besides(): readonly UsageReading[] {
    return this.#all(false).slice(0, -1);
  }

  finish(aborted: boolean): UsageReading | undefined {
    return this.#all(aborted).at(-1);
  }

  #all(aborted: boolean): readonly UsageReading[] {
    const open = [...this.#runs.values()].map(({ fold, begun }) => {
      const reading = fold.finish(aborted);
      return reading === undefined ? [] : { ...named(reading, begun), partial: true };
    });
    return [...this.#ended, ...open.flat()];
  }

  /** The whole message, as far as the end brings it; else what its pieces add up to. */
  #readEnd(event: object, { fold, begun }: ModelRun): UsageReading {
    const message = messageOf(field(field(event, 'data'), 'output'));
    const whole = isObject(message) ? extractLangchainMessage(message, this.#hint) : undefined;
    return named(whole ?? fold.finish(false) ?? { usage: {}, shape: 'langchain' }, begun);
  }
}

/** The first version of the events has the message inside the generations of a result. */
function messageOf(output: unknown): unknown {
  const generation = field(field(field(output, 'generations'), 0), 0);
  return field(generation, 'message') ?? output;
}

/** With what the event that began the run says, where the message does not say it. */
function named(reading: UsageReading, begun: object): UsageReading {
  const metadata = field(begun, 'metadata');
  const provider = textIn(metadata, 'ls_provider');
  return {
    ...reading,
    provider: reading.provider ?? (provider === undefined ? undefined : conventionalProvider(provider)),
    model: reading.model ?? textIn(metadata, 'ls_model_name'),
  };
}
