import { checkReading } from './check-reading';
import { placeReading } from './endpoint-location';
import { isObject } from './fields';
import { AI_SDK_MODEL_STREAM } from './stream-folders/ai-sdk-model-stream';
import { AI_SDK_STREAM } from './stream-folders/ai-sdk-stream';
import { ANTHROPIC_STREAM } from './stream-folders/anthropic-stream';
import { BEDROCK_CONVERSE_STREAM } from './stream-folders/bedrock-converse-stream';
import { BEDROCK_MODEL_STREAM } from './stream-folders/bedrock-model-stream';
import { COHERE_STREAM } from './stream-folders/cohere-stream';
import { GEMINI_STREAM } from './stream-folders/gemini-stream';
import { LANGCHAIN_EVENTS } from './stream-folders/langchain-events';
import { LANGCHAIN_STREAM } from './stream-folders/langchain-stream';
import { OLLAMA_STREAM } from './stream-folders/ollama-stream';
import { OPENAI_CHAT_STREAM } from './stream-folders/openai-chat-stream';
import { OPENAI_MEDIA_STREAM } from './stream-folders/openai-media-stream';
import { OPENAI_REALTIME_STREAM } from './stream-folders/openai-realtime-stream';
import { OPENAI_RESPONSES_STREAM } from './stream-folders/openai-responses-stream';
import type { ResponseFold, StreamProtocol } from './stream-folders/stream-protocol';
import { TextBuffer } from './stream-folders/text-buffer';
import { unwrapChunk } from './unwrap';
import type { UsageHint, UsageReading } from './usage';

/** A new protocol is a new file in `stream-folders/` and a line here. */
const PROTOCOLS: readonly StreamProtocol[] = [
  OPENAI_CHAT_STREAM,
  OPENAI_RESPONSES_STREAM,
  ANTHROPIC_STREAM,
  GEMINI_STREAM,
  AI_SDK_STREAM,
  AI_SDK_MODEL_STREAM,
  LANGCHAIN_STREAM,
  LANGCHAIN_EVENTS,
  BEDROCK_CONVERSE_STREAM,
  COHERE_STREAM,
  OLLAMA_STREAM,
  OPENAI_MEDIA_STREAM,
  OPENAI_REALTIME_STREAM,
  BEDROCK_MODEL_STREAM,
];

const DEFAULT_MAX_TEXT_LENGTH = 65_536;

export interface StreamFolderOptions {
  /**
   * Most UTF-16 units of text kept for `text()`; 0 keeps none.
   * @default 65536
   */
  readonly maxTextLength?: number | undefined;
}

export interface StreamEnd {
  /** True when reading stopped before the stream had ended by itself. */
  readonly aborted?: boolean | undefined;
}

/** Folds the chunks of a streamed response, one at a time, into what a whole response would have said. */
export interface StreamFolder {
  /** Never throws; a chunk that is not understood is passed over. */
  add(chunk: unknown): void;
  /**
   * The response so far, or the last one when the stream carries several. `undefined` for a stream that is not a
   * model's. `partial` when the provider had not said everything; counts that never came are `undefined`.
   */
  finish(end?: StreamEnd): UsageReading | undefined;
  /** All responses that the stream carried, in order: an agent may pass on the chunks of several model calls. */
  finishAll(end?: StreamEnd): readonly UsageReading[];
  /** The text of the answer so far, in the order it came. */
  text(): string;
}

/**
 * A folder for the streams of OpenAI and those who copy it, events of OpenAI's Realtime API, Anthropic, Gemini, Bedrock,
 * Cohere and Ollama, the Vercel AI SDK's `fullStream` and its models' own streams, and LangChain's message chunks and `streamEvents`.
 */
export function createStreamFolder(hint: UsageHint = {}, options: StreamFolderOptions = {}): StreamFolder {
  return new Folder(hint, options.maxTextLength ?? DEFAULT_MAX_TEXT_LENGTH);
}

/**
 * Folds a whole stream. A stream that fails while it is read counts as aborted. Never throws.
 *
 * @param hint as for `extractUsage`
 */
export function foldStream(chunks: Iterable<unknown>, hint: UsageHint = {}): UsageReading | undefined {
  const folder = createStreamFolder(hint, { maxTextLength: 0 });
  try {
    for (const chunk of chunks) {
      folder.add(chunk);
    }
  } catch {
    return folder.finish({ aborted: true });
  }
  return folder.finish();
}

class Folder implements StreamFolder {
  readonly #hint: UsageHint;
  readonly #text: TextBuffer;
  readonly #earlier: UsageReading[] = [];
  #protocol: StreamProtocol | undefined;
  #fold: ResponseFold | undefined;

  constructor(hint: UsageHint, maxTextLength: number) {
    this.#hint = hint;
    this.#text = new TextBuffer(maxTextLength);
  }

  add(piece: unknown): void {
    const chunk = isObject(piece) ? unwrapChunk(piece) : undefined;
    if (!isObject(chunk)) {
      return;
    }
    const fold = this.#foldFor(chunk);
    if (fold === undefined) {
      return;
    }
    fold.add(chunk);
    if (!this.#text.isFull) {
      const text = fold.textOf(chunk);
      if (typeof text === 'string') {
        this.#text.add(text);
      }
    }
  }

  finish(end?: StreamEnd): UsageReading | undefined {
    return this.finishAll(end).at(-1);
  }

  finishAll(end: StreamEnd = {}): readonly UsageReading[] {
    const last = this.#fold?.finish(end.aborted === true);
    const besides = this.#fold?.besides?.() ?? [];
    const readings = [...besides, ...(last === undefined ? [] : [last])];
    return [...this.#earlier, ...readings.map((reading) => placeReading(checkReading(reading), this.#hint))];
  }

  text(): string {
    return this.#text.toString();
  }

  #foldFor(chunk: object): ResponseFold | undefined {
    if (this.#fold?.isFollowedBy(chunk)) {
      this.#earlier.push(...this.finishAll().slice(this.#earlier.length));
      this.#fold = this.#fold.next?.() ?? this.#protocol?.start(this.#hint);
    }
    if (this.#fold === undefined) {
      this.#protocol = PROTOCOLS.find((protocol) => protocol.recognises(chunk));
      this.#fold = this.#protocol?.start(this.#hint);
    }
    return this.#fold;
  }
}
