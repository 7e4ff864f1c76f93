import { text } from '../fields';
import { answer } from './answer';
import type { Message, MessagePart } from './message';
import { toolCallPart } from './tool-parts';

/** More parts and choices than any answer has; keeps a hostile stream from occupying memory. */
const MAX_PARTS = 1_000;

interface PartDraft {
  readonly kind: 'text' | 'reasoning' | 'tool';
  /** Tells parts of a kind apart: texts that follow one another, calls of tools that stream side by side. */
  readonly key: unknown;
  id?: string | undefined;
  name?: string | undefined;
  content: string;
  /** Arguments that came whole. */
  value?: unknown;
}

interface ChoiceDraft {
  readonly parts: PartDraft[];
  finishReason: string | undefined;
}

/** Pieces of an answer of which each belongs somewhere: to a choice, and within it to a text or a call of a tool. */
export class AnswerDraft {
  readonly #choices = new Map<unknown, ChoiceDraft>();
  #room: number;
  #parts = 0;

  /** @param maxLength most UTF-16 units of text that are kept */
  constructor(maxLength: number) {
    this.#room = maxLength;
  }

  /** Adds to the text at hand, or begins another where it is of another kind or key. */
  write(choice: unknown, kind: 'text' | 'reasoning', piece: unknown, key?: unknown): void {
    if (typeof piece !== 'string' || piece === '') {
      return;
    }
    const { parts } = this.#choice(choice);
    const last = parts.at(-1);
    const isSame = last?.kind === kind && last.key === key;
    this.#append(isSame ? last : this.#begin(parts, { kind, key, content: '' }), piece);
  }

  /** Adds to the arguments of a call, or begins it. */
  callTool(choice: unknown, key: unknown, call: ToolPiece): void {
    const { parts } = this.#choice(choice);
    const part =
      parts.find((known) => known.kind === 'tool' && known.key === key) ??
      this.#begin(parts, { kind: 'tool', key, content: '' });
    if (part !== undefined) {
      part.id ??= text(call.id);
      part.name ??= text(call.name);
      part.value ??= call.value;
      this.#append(part, call.arguments);
    }
  }

  finish(choice: unknown, reason: unknown): void {
    if (typeof reason === 'string') {
      this.#choice(choice).finishReason = reason;
    }
  }

  /** The answer so far; `undefined` while there is none. */
  messages(): readonly Message[] | undefined {
    const messages = [...this.#choices.values()].map(({ parts, finishReason }) =>
      answer(
        'assistant',
        parts.map(finished).filter((part) => part !== undefined),
        finishReason,
      ),
    );
    return messages.length > 0 ? messages : undefined;
  }

  #choice(key: unknown): ChoiceDraft {
    const known = this.#choices.get(key);
    if (known) {
      return known;
    }
    const choice: ChoiceDraft = { parts: [], finishReason: undefined };
    if (this.#choices.size < MAX_PARTS) {
      this.#choices.set(key, choice);
    }
    return choice;
  }

  #begin(parts: PartDraft[], part: PartDraft): PartDraft | undefined {
    this.#parts += 1;
    if (this.#parts > MAX_PARTS) {
      return undefined;
    }
    parts.push(part);
    return part;
  }

  #append(part: PartDraft | undefined, piece: unknown): void {
    if (part === undefined || typeof piece !== 'string') {
      return;
    }
    part.content += piece.slice(0, this.#room);
    this.#room -= Math.min(piece.length, this.#room);
  }
}

export interface ToolPiece {
  readonly id?: unknown;
  readonly name?: unknown;
  /** A piece of the arguments' text. */
  readonly arguments?: unknown;
  /** The arguments, where they come whole. */
  readonly value?: unknown;
}

function finished({ kind, id, name, content, value }: PartDraft): MessagePart | undefined {
  return kind === 'tool' ? toolCallPart(id, name, value ?? content) : { type: kind, content };
}
