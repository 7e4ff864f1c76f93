import { readImages } from '../extractors/openai-images';
import { readTranscription } from '../extractors/openai-transcription';
import { field, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

const IMAGES = /^image_(generation|edit)\.(partial_image|completed)$/;
const TRANSCRIPT = /^transcript\.text\.(delta|segment|done)$/;

/** Events of images and transcriptions that OpenAI streams. */
export const OPENAI_MEDIA_STREAM: StreamProtocol = {
  recognises: (event) => {
    const type = textIn(event, 'type') ?? '';
    return IMAGES.test(type) || TRANSCRIPT.test(type);
  },
  start: (hint) => new OpenaiMediaFold(hint),
};

/** Usage is on the event that ends the stream. */
class OpenaiMediaFold implements ResponseFold {
  readonly #hint: UsageHint;
  #isImage = false;
  #usage: unknown;
  #done = false;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(event: object): void {
    const type = textIn(event, 'type') ?? '';
    this.#isImage = IMAGES.test(type);
    if (type.endsWith('.completed') || type === 'transcript.text.done') {
      this.#usage = field(event, 'usage');
      this.#done = true;
    }
  }

  textOf(event: object): unknown {
    return field(event, 'type') === 'transcript.text.delta' ? field(event, 'delta') : undefined;
  }

  isFollowedBy(event: object): boolean {
    return this.#done && OPENAI_MEDIA_STREAM.recognises(event);
  }

  finish(): UsageReading {
    const read = this.#isImage ? readImages : readTranscription;
    const reading = read(this.#usage, this.#hint);
    return this.#done ? reading : { ...reading, partial: true };
  }
}
