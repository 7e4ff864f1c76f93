import {
  isFinished,
  isRealtimeResponse,
  isTranscription,
  readRealtime,
  readRealtimeTranscription,
} from '../extractors/openai-realtime';
import { field, isObject, text, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** Server events of a session of OpenAI's Realtime API, which is one response after the other. */
export const OPENAI_REALTIME_STREAM: StreamProtocol = {
  recognises: (event) =>
    sessionIn(event) !== undefined || isRealtimeResponse(field(event, 'response')) || isTranscription(event),
  start: (hint) => new OpenaiRealtimeFold(hint, {}),
};

/** What a session is set to, at its begin and after each change. */
function sessionIn(event: object): object | undefined {
  const session = field(event, 'session');
  const kind = textIn(session, 'type') ?? textIn(session, 'object') ?? '';
  const isSet = SESSION_SET.test(textIn(event, 'type') ?? '') && SESSION_KIND.test(kind);
  return isSet && isObject(session) ? session : undefined;
}

const SESSION_SET = /^(?:transcription_)?session\.(?:created|updated)$/;
/** The beta marked sessions by their `object`. */
const SESSION_KIND = /^(?:realtime|transcription)$|^realtime\.(?:transcription_)?session$/;

/** What a session is set to; later responses do not say it again. */
interface SessionModels {
  readonly model?: string | undefined;
  readonly transcription?: string | undefined;
}

const TEXT_DELTAS: ReadonlySet<unknown> = new Set([
  'response.output_text.delta',
  'response.output_audio_transcript.delta',
  'response.text.delta',
  'response.audio_transcript.delta',
]);

class OpenaiRealtimeFold implements ResponseFold {
  readonly #hint: UsageHint;
  readonly #transcriptions: UsageReading[] = [];
  #models: SessionModels;
  #response: object | undefined;

  constructor(hint: UsageHint, models: SessionModels) {
    this.#hint = hint;
    this.#models = models;
  }

  add(event: object): void {
    const session = sessionIn(event);
    if (session !== undefined) {
      this.#models = modelsOf(session, this.#models);
    }
    const response = field(event, 'response');
    if (isRealtimeResponse(response)) {
      this.#response = response;
    }
    if (isTranscription(event)) {
      const { transcription } = this.#models;
      this.#transcriptions.push(readRealtimeTranscription(event, transcription, this.#hint));
    }
  }

  textOf(event: object): unknown {
    return TEXT_DELTAS.has(field(event, 'type')) ? field(event, 'delta') : undefined;
  }

  isFollowedBy(event: object): boolean {
    const id = textIn(field(event, 'response'), 'id');
    return id !== undefined && this.#response !== undefined && id !== field(this.#response, 'id');
  }

  next(): ResponseFold {
    return new OpenaiRealtimeFold(this.#hint, this.#models);
  }

  besides(): readonly UsageReading[] {
    return this.#transcriptions;
  }

  finish(): UsageReading | undefined {
    if (this.#response === undefined) {
      return undefined;
    }
    const hint = { ...this.#hint, model: this.#models.model ?? this.#hint.model };
    const reading = readRealtime(this.#response, hint);
    return isFinished(this.#response) ? reading : { ...reading, finishReason: undefined, partial: true };
  }
}

/** The beta had the transcription beside the model. */
function modelsOf(session: unknown, before: SessionModels): SessionModels {
  const transcription =
    field(field(field(session, 'audio'), 'input'), 'transcription') ??
    field(session, 'input_audio_transcription');
  return {
    model: textIn(session, 'model') ?? before.model,
    transcription: text(field(transcription, 'model')) ?? before.transcription,
  };
}
