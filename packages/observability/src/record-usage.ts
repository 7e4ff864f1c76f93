import { extractUsage, type UsageReading } from '@kagura/core';
import { callContextOf } from './call-context';
import { frameOf } from './call-frame';
import { currentRuntime } from './runtime-registry';
import { safely } from './safely';

/** Token counts given by hand, for providers whose responses Kagura cannot read. Totals are inclusive. */
export interface UsageRecord {
  readonly model: string;
  readonly provider?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cachedReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  readonly cacheWrite1hTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
}

/**
 * Tells the enclosing observed call about a model call it made: a provider's response, or token counts. Not needed
 * where the method returns the response or another instrumentation records the call. The same response is counted
 * once however often it is passed. Outside an observed call nothing is recorded, and a warning says so once.
 *
 * @returns what was understood, or `undefined`
 */
export function recordUsage(responseOrUsage: UsageRecord | object): UsageReading | undefined {
  const runtime = currentRuntime();
  if (runtime === undefined) return undefined;
  return safely(runtime.diagnostics, 'record-usage', () => {
    const active = runtime.binding.active();
    const frame = frameOf(active) ?? frameOf(runtime.binding.privatelyActive());
    if (frame === undefined) {
      runtime.diagnostics.warn(
        'KAGURA_NO_CALL',
        'recordUsage() was called outside any observed call, so nothing was recorded.',
      );
      return undefined;
    }
    const reading = extractUsage(responseOrUsage, {
      model: frame.options.model,
      provider: frame.options.provider,
    });
    if (reading === undefined) {
      runtime.diagnostics.warn(
        'KAGURA_UNKNOWN_RESPONSE',
        `recordUsage() was given something that holds no usage it knows, inside "${frame.name}". ` +
          'Pass the provider response, or { model, inputTokens, outputTokens }.',
      );
      return undefined;
    }
    const startUs = frame.lastClaimEndUs;
    const endUs = frame.startUs + runtime.clock.monotonic() - frame.startMonotonicUs;
    frame.lastClaimEndUs = endUs;
    runtime.recorder.claim(frame, {
      reading,
      response: responseOrUsage,
      via: 'recordUsage',
      callContext: callContextOf(active),
      startUs,
      endUs,
      error: null,
      timeToFirstChunkUs: null,
    });
    return reading;
  });
}
