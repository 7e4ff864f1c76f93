import { billingTier } from './billing-tier';
import { checkReading } from './check-reading';
import { placeReading } from './endpoint-location';
import { SHAPES } from './extractors/shapes';
import { isList, isObject, itemsOf } from './fields';
import { foldStream } from './fold-stream';
import { unwrap, WRAPPER_MARKS } from './unwrap';
import type { UsageHint, UsageReading } from './usage';

const BATCH = 'batch';

/** A stream that LlamaIndex has collected; more chunks than any has. */
const MAX_CHUNKS = 100_000;

/**
 * Tokens, model and provider of a model's response, found by its structure; `undefined` when the value is not a
 * response. Knows the responses of OpenAI and those who copy it (Azure, Groq, DeepSeek, xAI, Mistral, OpenRouter,
 * LiteLLM, Perplexity, Together), Anthropic, Gemini and Vertex AI, Bedrock, Cohere, Ollama, results of the Vercel AI
 * SDK, messages of LangChain, and usage stated by hand (`{ model, inputTokens, outputTokens }`). Totals are inclusive,
 * unknown counts stay `undefined`. Only the value itself is looked at, and what LlamaIndex keeps as `raw`, the body of
 * Bedrock's `InvokeModel`, the `data` of what `.withResponse()` of the OpenAI and Anthropic clients gives, and the
 * response in a line of a batch's results, which has the tier `batch`. Pure;
 * never throws, whatever the value, and never reads what would start or consume a stream.
 *
 * @param hint what the caller knows: `baseUrl` and `provider` settle who served a response that many could have
 */
export function extractUsage(response: unknown, hint: UsageHint = {}): UsageReading | undefined {
  if (!isObject(response) || isList(response) || ArrayBuffer.isView(response)) {
    return undefined;
  }
  const marks = marksOf(response);
  if (marks === undefined) {
    return undefined;
  }
  const reading = readBody(response, marks, hint) ?? readWrapped(response, hint);
  return reading && placeReading(reading, hint);
}

/** All marks that any shape or wrapper has. */
const MARKS: ReadonlySet<string> = new Set([...SHAPES.map(([mark]) => mark), ...WRAPPER_MARKS]);

/**
 * Names of the properties by which shapes are found. One pass over the keys, without reading a value, is the fastest
 * way to tell that an ordinary object is no response: asking for each mark takes several times as long.
 */
function marksOf(value: object): readonly string[] | undefined {
  let marks: string[] | undefined;
  try {
    for (const name in value) {
      if (MARKS.has(name)) {
        marks ??= [];
        marks.push(name);
      }
    }
  } catch {
    // A Proxy that does not list its properties.
    return undefined;
  }
  return marks;
}

function readBody(body: object, marks: readonly string[], hint: UsageHint): UsageReading | undefined {
  for (const [mark, extract] of SHAPES) {
    const reading = marks.includes(mark) ? extract(body, hint) : undefined;
    if (reading !== undefined) {
      return checkReading(reading);
    }
  }
  return undefined;
}

function readWrapped(value: object, hint: UsageHint): UsageReading | undefined {
  const wrapped = unwrap(value, hint);
  if (!isObject(wrapped?.body)) {
    return undefined;
  }
  const { body, known, isBatch } = wrapped;
  const reading = isList(body)
    ? foldStream(itemsOf(body, MAX_CHUNKS), wrapped.hint)
    : readBody(body, marksOf(body) ?? [], wrapped.hint);
  const tier = isBatch === true ? batchTier(reading) : {};
  return reading && { ...reading, ...stillUnknown(reading, known), ...tier };
}

/** The tier in the response of a batch is that of the model it ran on; what else sets the price stays. */
function batchTier(reading: UsageReading | undefined): Partial<UsageReading> {
  return { serviceTier: billingTier({ serviceTier: reading?.serviceTier, speed: BATCH }) };
}

function stillUnknown(reading: UsageReading, known: Partial<UsageReading>): Partial<UsageReading> {
  return {
    responseId: reading.responseId ?? known.responseId,
    serviceTier: reading.serviceTier ?? known.serviceTier,
  };
}
