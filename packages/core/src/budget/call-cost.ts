import { type CostOptions, calculateCost } from '../calculate-cost';
import type { Usage } from '../usage';
import type { RequestBound } from './request-bound';

/** A call that is about to be made. */
export interface PlannedCall {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  /** Service tier, speed and region that the request asks for. */
  readonly serviceTier?: string | undefined;
  readonly speed?: string | undefined;
  readonly geo?: string | undefined;
  readonly location?: string | undefined;
}

/** Tokens of the two directions. */
export interface TokenCounts {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What so many tokens cost, in nano-dollars; `undefined` where the model's price is not known. */
export function costOfTokens(call: PlannedCall, usage: Usage, options: CostOptions = {}): number | undefined {
  return calculateCost({ ...call, usage }, options).nanoUsd ?? undefined;
}

/**
 * The most that a call can cost with this input and output, in nano-dollars: by the dearest way that the provider may
 * bill them. `undefined` where the model's price is not known.
 */
export function maxCost(
  call: PlannedCall,
  { inputTokens, outputTokens }: TokenCounts,
  { writesCache, ...options }: CostOptions & Pick<RequestBound, 'writesCache'>,
): number | undefined {
  const plain: Usage = { inputTokens, outputTokens };
  const usages = writesCache
    ? [
        plain,
        { ...plain, cacheWriteTokens: inputTokens },
        { ...plain, cacheWriteTokens: inputTokens, cacheWrite1hTokens: inputTokens },
      ]
    : [plain];
  const costs = usages.flatMap((usage) => costOfTokens(call, usage, options) ?? []);
  return costs.length === 0 ? undefined : Math.max(...costs);
}

/**
 * The most output tokens with which a call costs no more than so many nano-dollars; `undefined` where not even one
 * fits or the price is not known.
 */
export function outputThatFits(
  nanoUsd: number,
  mostTokens: number,
  costWith: (outputTokens: number) => number | undefined,
): number | undefined {
  let fits = 0;
  let tooMany = mostTokens + 1;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    const cost = costWith(middle);
    if (cost !== undefined && cost <= nanoUsd) fits = middle;
    else tooMany = middle;
  }
  return fits === 0 ? undefined : fits;
}
