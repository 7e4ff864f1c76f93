import { countIn, sumKnown } from '../counts';
import { readLangchain } from '../extractors/langchain-message';
import { field, firstText, isList, isObject, itemsOf, textIn } from '../fields';
import type { UsageHint, UsageReading } from '../usage';
import type { ResponseFold, StreamProtocol } from './stream-protocol';

/** `AIMessageChunk`s of LangChain. */
export const LANGCHAIN_STREAM: StreamProtocol = {
  recognises: (chunk) =>
    isObject(field(chunk, 'response_metadata')) && isList(field(chunk, 'tool_call_chunks')),
  start: (hint) => new LangchainFold(hint),
};

const COUNTS = ['input_tokens', 'output_tokens', 'total_tokens'] as const;
const DETAILS = ['input_token_details', 'output_token_details'] as const;

/**
 * The usage of the chunks adds up to that of the message, and so do their parts. For Anthropic, the output that is
 * counted when a message starts is counted once more when it ends (`@langchain/anthropic`).
 */
class LangchainFold implements ResponseFold {
  readonly #hint: UsageHint;
  readonly #metadata: Record<string, unknown> = {};
  readonly #usages: object[] = [];
  #id: string | undefined;
  #stopReason: string | undefined;

  constructor(hint: UsageHint) {
    this.#hint = hint;
  }

  add(chunk: object): void {
    this.#id ??= textIn(chunk, 'id');
    mergeKnown(this.#metadata, field(chunk, 'response_metadata'));
    const usage = field(chunk, 'usage_metadata');
    if (isObject(usage)) {
      this.#usages.push(usage);
    }
    this.#stopReason =
      firstText(field(chunk, 'additional_kwargs'), ['stop_reason', 'finishReason']) ?? this.#stopReason;
    this.#metadata.model ??= textIn(field(chunk, 'additional_kwargs'), 'model');
  }

  textOf(chunk: object): unknown {
    return chunkText(chunk);
  }

  isFollowedBy(chunk: object): boolean {
    const id = textIn(chunk, 'id');
    return id !== undefined && this.#id !== undefined && id !== this.#id;
  }

  finish(aborted: boolean): UsageReading {
    const message = { id: this.#id, response_metadata: this.#metadata };
    const reading = readLangchain(message, addUp(this.#counted()), this.#hint);
    const finishReason = reading.finishReason ?? this.#stopReason;
    const counted = this.#usages.length > 0;
    const complete = finishReason === undefined ? counted && !aborted : counted || !aborted;
    return { ...reading, finishReason, partial: complete ? undefined : true };
  }

  #counted(): readonly object[] {
    const [first, ...rest] = this.#usages;
    const isAnthropic = textIn(this.#metadata, 'model_provider') === 'anthropic';
    return first === undefined || rest.length === 0 || !isAnthropic
      ? this.#usages
      : [{ ...withoutOutput(first) }, ...rest];
  }
}

/** The piece of answer text in a chunk. */
export function chunkText(chunk: object): string {
  const content = field(chunk, 'content');
  return typeof content === 'string'
    ? content
    : itemsOf(content)
        .map((part) => textIn(part, 'text') ?? '')
        .join('');
}

function withoutOutput(usage: object): object {
  return {
    input_tokens: field(usage, 'input_tokens'),
    total_tokens: field(usage, 'input_tokens'),
    input_token_details: field(usage, 'input_token_details'),
  };
}

function addUp(usages: readonly object[]): object | undefined {
  const total = (counts: readonly unknown[], name: string) =>
    sumKnown(...counts.map((each) => countIn(each, name)));
  const details = (name: string) => {
    const parts = usages.map((usage) => field(usage, name));
    const keys = ['cache_read', 'cache_creation', 'audio', 'reasoning'];
    return Object.fromEntries(keys.map((key) => [key, total(parts, key)]));
  };
  return usages.length === 0
    ? undefined
    : Object.fromEntries([
        ...COUNTS.map((name) => [name, total(usages, name)]),
        ...DETAILS.map((name) => [name, details(name)]),
      ]);
}

function mergeKnown(into: Record<string, unknown>, from: unknown): void {
  for (const name of METADATA_FIELDS) {
    const value = field(from, name);
    if (value !== undefined && value !== null) {
      into[name] = value;
    }
  }
}

const METADATA_FIELDS = [
  'model_provider',
  'model_name',
  'model',
  'service_tier',
  'finish_reason',
  'stop_reason',
  'stopReason',
  'finishReason',
  'done_reason',
  'usage',
] as const;
