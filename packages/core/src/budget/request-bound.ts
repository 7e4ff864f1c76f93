import { field, has, isList, ownData } from '../fields';
import { thinksBesideLimit } from './thinking-beside-limit';

/** The most that a request to a model can use, as far as the request itself tells. */
export interface RequestBound {
  /** Never less than the tokens of its text: a token is at least a byte. */
  readonly inputTokens: number;
  /**
   * False where the input may be more than the text of the request: images, audio and files, state kept by the
   * provider, tools that the provider runs, and objects that are not plain data.
   */
  readonly isInputBound: boolean;
  /** Limit of the output, all choices together; `undefined` where the request sets none. */
  readonly outputTokens: number | undefined;
  /** The request asks for its input to be kept in the provider's prompt cache. */
  readonly writesCache: boolean;
}

/** Where the APIs of OpenAI, Anthropic and their like keep the limit of the output. */
export const OUTPUT_LIMITS = [
  'max_completion_tokens',
  'max_output_tokens',
  'max_tokens',
  'max_tokens_to_sample',
  'maxOutputTokens',
  'maxTokens',
] as const;

const CHOICES = ['n', 'best_of', 'candidateCount'] as const;

/** Parts whose tokens their bytes do not tell, state kept by the provider, and tools that it runs. */
const UNBOUND = new Set([
  'image_url',
  'input_image',
  'image',
  'input_audio',
  'audio',
  'file',
  'file_id',
  'file_data',
  'input_file',
  'document',
  'inlineData',
  'fileData',
  'previous_response_id',
  'previousResponseId',
  'conversation',
  'cachedContent',
  'mcp_servers',
  'container',
  'googleSearch',
  'googleSearchRetrieval',
  'urlContext',
  'codeExecution',
  'data_sources',
  'web_search_options',
  'modalities',
  'responseModalities',
]);

/** Names by which a request asks for its input to be kept, in the APIs and in the AI SDK. */
const CACHE_MARKS: ReadonlySet<string> = new Set(['cache_control', 'cacheControl', 'cachePoint']);

/** Types of tools that the caller runs; every other the provider runs, with input of its own. */
const OWN_TOOLS: ReadonlySet<unknown> = new Set([undefined, 'function', 'custom']);

/** Objects and lists that are looked into; a request with more is not bounded. */
const MAX_NODES = 50_000;
/** What a value costs beside its text: quotation marks, commas, and what providers put between messages. */
const BYTES_PER_NODE = 8;

/**
 * Bounds what a request can use. Counts the bytes of its text, so that no tokenizer is needed and no script of the
 * world is underestimated. Reads data properties only, and never throws.
 *
 * @param operation OpenTelemetry `gen_ai.operation.name`: embeddings have no output
 */
export function boundOfRequest(request: unknown, operation: string): RequestBound {
  const measure = new Measure();
  measure.add(request);
  const limit = operation === 'embeddings' ? 0 : outputLimit(request);
  return {
    inputTokens: measure.bytes,
    isInputBound: measure.isBound && !runsForeignTools(request),
    outputTokens: limit === undefined ? undefined : limit * choicesOf(request),
    writesCache: measure.writesCache,
  };
}

/** Tokens that text of so many bytes has as a rule, where no bound is asked: English has four bytes to one. */
export function likelyTokens(bytes: number): number {
  return Math.ceil(bytes / 3);
}

function outputLimit(request: unknown): number | undefined {
  if (thinksBesideLimit(request)) return undefined;
  for (const holder of [request, field(request, 'config')]) {
    for (const name of OUTPUT_LIMITS) {
      const value = ownData(holder, name);
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    }
  }
  return undefined;
}

/** How many answers a request asks for. */
export function choicesOf(request: unknown): number {
  let choices = 1;
  for (const holder of [request, field(request, 'config')]) {
    for (const name of CHOICES) {
      const value = ownData(holder, name);
      if (typeof value === 'number' && Number.isSafeInteger(value)) choices = Math.max(choices, value);
    }
  }
  return choices;
}

function runsForeignTools(request: unknown): boolean {
  // Models of AI SDK 4 have their tools in the mode.
  return [request, ownData(request, 'mode')].some((holder) => {
    const tools = ownData(holder, 'tools');
    return isList(tools) && tools.some((tool) => !OWN_TOOLS.has(ownData(tool, 'type')));
  });
}

/** Adds up the text of a value. */
class Measure {
  bytes = 0;
  isBound = true;
  writesCache = false;
  #nodes = 0;

  add(root: unknown): void {
    const waiting: unknown[] = [root];
    while (waiting.length > 0) {
      const value = waiting.pop();
      this.bytes += BYTES_PER_NODE;
      this.#nodes += 1;
      if (this.#nodes > MAX_NODES) {
        this.isBound = false;
        return;
      }
      if (typeof value === 'string') this.bytes += utf8Length(value);
      else if (typeof value === 'number') this.bytes += String(value).length;
      // What stands in a request twice is sent twice; what holds itself comes to the limit.
      else if (typeof value === 'object' && value !== null) this.#open(value, waiting);
    }
  }

  #open(value: object, waiting: unknown[]): void {
    if (ArrayBuffer.isView(value) || has(value, 'toJSON')) {
      this.isBound = false;
      return;
    }
    const isArray = isList(value);
    for (const key of keysOf(value)) {
      const inside = ownData(value, key);
      if (inside === undefined && isComputed(value, key)) this.isBound = false;
      if (!isArray) this.#name(key, inside);
      waiting.push(inside);
    }
  }

  #name(key: string, inside: unknown): void {
    this.bytes += utf8Length(key);
    if (inside === undefined || inside === null) return;
    if (CACHE_MARKS.has(key)) this.writesCache = true;
    if (UNBOUND.has(key) || (key === 'type' && typeof inside === 'string' && UNBOUND.has(inside)))
      this.isBound = false;
  }
}

/** Only reading it would tell what it is, which is the sender's to do. */
function isComputed(value: object, key: string): boolean {
  try {
    return Object.getOwnPropertyDescriptor(value, key)?.get !== undefined;
  } catch {
    // A Proxy that does not tell.
    return true;
  }
}

function keysOf(value: object): string[] {
  try {
    return Object.keys(value);
  } catch {
    // A Proxy that does not list its properties.
    return [];
  }
}

/** Bytes of a text in UTF-8, without making them. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
