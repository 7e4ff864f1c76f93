import type { CostPartKind } from './cost';
import type { LongContextRates, Rates } from './price-table';
import type { Usage } from './usage';

/** One line of a bill before it is added up. */
export interface BillLine {
  readonly kind: CostPartKind;
  readonly quantity: number;
  /** Pico-dollars (10⁻¹² USD) per unit. */
  readonly rate: number;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  /** Something was used for which there is no price at all. */
  readonly unpriced: boolean;
  /** Nothing that has a price is missing from the usage, and its parts fit into its totals. */
  readonly complete: boolean;
}

/** The counts of a usage that can be counts: non-negative safe integers. What cannot is unknown, as if not given. */
export function readCounts(usage: Usage): Usage {
  try {
    return {
      inputTokens: toCount(usage.inputTokens),
      cachedReadTokens: toCount(usage.cachedReadTokens),
      cacheWriteTokens: toCount(usage.cacheWriteTokens),
      cacheWrite1hTokens: toCount(usage.cacheWrite1hTokens),
      outputTokens: toCount(usage.outputTokens),
      reasoningTokens: toCount(usage.reasoningTokens),
      inputAudioTokens: toCount(usage.inputAudioTokens),
      outputAudioTokens: toCount(usage.outputAudioTokens),
      inputImageTokens: toCount(usage.inputImageTokens),
      outputImageTokens: toCount(usage.outputImageTokens),
      webSearchRequests: toCount(usage.webSearchRequests),
    };
  } catch {
    // No object, or a getter of the application's that throws: nothing is known.
    return {};
  }
}

/** Splits a usage, whose totals hold their parts, into lines of which none counts a token twice. */
export function billUsage(usage: Usage, base: Rates, above: readonly LongContextRates[] = []): Bill {
  const input =
    usage.inputTokens ?? sum(usage.cachedReadTokens, usage.cacheWriteTokens ?? usage.cacheWrite1hTokens);
  // A cliff: the whole call, output included, is billed at the rates of its context.
  const rates = above.findLast(({ tokens }) => input > tokens)?.rates ?? base;
  const inputSplit = splitInput(usage, input, rates);
  const outputSplit = splitOutput(usage, rates);
  const lines: BillLine[] = [];
  let unpriced = false;
  for (const [kind, quantity] of [...inputSplit.quantities, ...outputSplit.quantities]) {
    const rate = rateFor(kind, rates);
    if (quantity > 0 && rate !== undefined) lines.push({ kind, quantity, rate });
    unpriced ||= quantity > 0 && rate === undefined;
  }
  const searches = usage.webSearchRequests ?? 0;
  if (searches > 0 && rates.web_search !== undefined) {
    lines.push({ kind: 'web_search', quantity: searches, rate: rates.web_search });
  }
  if (rates.request !== undefined) lines.push({ kind: 'request', quantity: 1, rate: rates.request });
  const knowsTotals =
    (usage.inputTokens !== undefined || !rates.input) && (usage.outputTokens !== undefined || !rates.output);
  const knowsSearches = searches === 0 || rates.web_search !== undefined;
  return { lines, unpriced, complete: knowsTotals && knowsSearches && inputSplit.fits && outputSplit.fits };
}

interface Split {
  readonly quantities: readonly (readonly [CostPartKind, number])[];
  readonly fits: boolean;
}

function splitInput(usage: Usage, total: number, rates: Rates): Split {
  const wanted = usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? 0;
  const read = Math.min(usage.cachedReadTokens ?? 0, total);
  const write = Math.min(wanted, total - read);
  const write1h = Math.min(usage.cacheWrite1hTokens ?? 0, write);
  const uncached = total - read - write;
  const audio = rates.input_audio === undefined ? 0 : Math.min(usage.inputAudioTokens ?? 0, uncached);
  const image = rates.input_image === undefined ? 0 : Math.min(usage.inputImageTokens ?? 0, uncached - audio);
  return {
    quantities: [
      ['input', uncached - audio - image],
      ['input_audio', audio],
      ['input_image', image],
      ['cache_read', read],
      ['cache_write', write - write1h],
      ['cache_write_1h', write1h],
    ],
    fits:
      sum(usage.cachedReadTokens, wanted) <= total &&
      (usage.cacheWrite1hTokens ?? 0) <= wanted &&
      sum(usage.inputAudioTokens, usage.inputImageTokens) <= total,
  };
}

function splitOutput(usage: Usage, rates: Rates): Split {
  const total = usage.outputTokens ?? 0;
  const audio = rates.output_audio === undefined ? 0 : Math.min(usage.outputAudioTokens ?? 0, total);
  const image = rates.output_image === undefined ? 0 : Math.min(usage.outputImageTokens ?? 0, total - audio);
  const rest = total - audio - image;
  const reasoning = rates.output_reasoning === undefined ? 0 : Math.min(usage.reasoningTokens ?? 0, rest);
  return {
    quantities: [
      ['output', rest - reasoning],
      ['output_reasoning', reasoning],
      ['output_audio', audio],
      ['output_image', image],
    ],
    fits: sum(usage.outputAudioTokens, usage.outputImageTokens, usage.reasoningTokens) <= total,
  };
}

/** A cache price that is not listed is the price of input; one-hour writes without a price of their own are writes. */
function rateFor(kind: CostPartKind, rates: Rates): number | undefined {
  switch (kind) {
    case 'cache_write_1h':
      return rates.cache_write_1h ?? rates.cache_write ?? rates.input;
    case 'cache_read':
    case 'cache_write':
      return rates[kind] ?? rates.input;
    default:
      return rates[kind];
  }
}

function sum(...counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0);
}

function toCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
