import { amount, countIn } from '../counts';
import { field, hasOnly, isObject, textIn } from '../fields';
import type { Usage, UsageHint, UsageReading } from '../usage';
import type { Extractor } from './extractor';
import { conventionalProvider, resolveProvider } from './resolve-provider';

const USAGE_FIELDS: ReadonlySet<string> = new Set(
  Object.keys({
    inputTokens: true,
    cachedReadTokens: true,
    cachedReadAudioTokens: true,
    cacheWriteTokens: true,
    cacheWrite1hTokens: true,
    outputTokens: true,
    reasoningTokens: true,
    inputAudioTokens: true,
    outputAudioTokens: true,
    inputImageTokens: true,
    outputImageTokens: true,
    inputAudioSeconds: true,
    webSearchRequests: true,
    inputPages: true,
  } satisfies Record<keyof Usage, true>),
);

/** Fields that may stand beside the counts of a usage that names no model. */
const READING_FIELDS: ReadonlySet<string> = new Set([
  ...USAGE_FIELDS,
  'provider',
  'responseId',
  'finishReason',
  'serviceTier',
  'speed',
  'geo',
  'reportedCostUsd',
]);

/**
 * Usage that the application states itself, in the names of `Usage`: `{ model, inputTokens, outputTokens }`.
 * Without a model, neither its own nor a hint's, the object must hold nothing else than usage.
 */
export const extractGivenUsage: Extractor = (response, hint) => {
  const counted =
    countIn(response, 'inputTokens') !== undefined || countIn(response, 'outputTokens') !== undefined;
  const named = textIn(response, 'model') ?? hint.model;
  return counted && (named !== undefined || hasOnly(response, READING_FIELDS))
    ? readGiven(response, givenUsage(response), hint)
    : undefined;
};

/** A reading of ours handed back, such as that of a stream the application folded itself. */
export const extractReading: Extractor = (response, hint) => {
  const shape = textIn(response, 'shape');
  const usage = shape === undefined ? undefined : field(response, 'usage');
  const known = textIn(response, 'model') ?? textIn(response, 'provider') ?? textIn(response, 'responseId');
  if (shape === undefined || known === undefined || !isObject(usage) || !hasOnly(usage, USAGE_FIELDS)) {
    return undefined;
  }
  const partial = field(response, 'partial') === true ? true : undefined;
  return { ...readGiven(response, givenUsage(usage), hint), shape, partial };
};

function readGiven(given: object, usage: Usage, hint: UsageHint): UsageReading {
  const provider = textIn(given, 'provider');
  return {
    provider: provider === undefined ? resolveProvider(hint, undefined) : conventionalProvider(provider),
    model: textIn(given, 'model') ?? hint.model,
    responseId: textIn(given, 'responseId'),
    finishReason: textIn(given, 'finishReason'),
    serviceTier: textIn(given, 'serviceTier'),
    speed: textIn(given, 'speed'),
    geo: textIn(given, 'geo'),
    usage,
    reportedCostUsd: amount(field(given, 'reportedCostUsd')),
    shape: 'usage',
  };
}

/** Field by field: an object built from a list of names takes several times as long. */
function givenUsage(given: object): Usage {
  return {
    inputTokens: countIn(given, 'inputTokens'),
    cachedReadTokens: countIn(given, 'cachedReadTokens'),
    cachedReadAudioTokens: countIn(given, 'cachedReadAudioTokens'),
    cacheWriteTokens: countIn(given, 'cacheWriteTokens'),
    cacheWrite1hTokens: countIn(given, 'cacheWrite1hTokens'),
    outputTokens: countIn(given, 'outputTokens'),
    reasoningTokens: countIn(given, 'reasoningTokens'),
    inputAudioTokens: countIn(given, 'inputAudioTokens'),
    outputAudioTokens: countIn(given, 'outputAudioTokens'),
    inputImageTokens: countIn(given, 'inputImageTokens'),
    outputImageTokens: countIn(given, 'outputImageTokens'),
    inputAudioSeconds: amount(field(given, 'inputAudioSeconds')),
    webSearchRequests: countIn(given, 'webSearchRequests'),
    inputPages: countIn(given, 'inputPages'),
  } satisfies Record<keyof Usage, number | undefined>;
}
