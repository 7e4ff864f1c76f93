import type { CostPartKind, EstimateReason } from './cost';
import type { Price } from './price-list';
import type { Rates } from './price-table';
import type { Usage } from './usage';

/** One line of a bill before it is added up. */
export interface BillLine {
  readonly kind: CostPartKind;
  readonly quantity: number;
  /** What so many units cost, in the unit of the rates. */
  readonly rate: number;
  /** Units that have the rate, where it is not one: milliseconds of an hour. */
  readonly per?: number | undefined;
}

/** What a bill has to know of a price. */
export type BilledPrice = Pick<Price, 'rates' | 'above' | 'freeSearches' | 'minimumSeconds'>;

const MILLISECONDS_PER_HOUR = 3_600_000;

/** The lines of one call. What has no price makes it `unpriced`. */
export class Bill {
  readonly lines: BillLine[] = [];
  /** Something was used for which there is no price at all. */
  unpriced = false;
  /** The first reason why the bill is an estimate; `undefined` for an exact one. */
  gap: EstimateReason | undefined;

  add(kind: CostPartKind, quantity: number, rate: number | undefined): void {
    if (quantity === 0) return;
    if (rate === undefined) this.unpriced = true;
    else this.lines.push({ kind, quantity, rate });
  }

  addTime(milliseconds: number, rate: number): void {
    this.lines.push({ kind: 'audio_time', quantity: milliseconds, rate, per: MILLISECONDS_PER_HOUR });
  }

  estimate(reason: EstimateReason): void {
    this.gap ??= reason;
  }
}

/** The counts of a usage that can be counts: non-negative safe integers. What cannot is unknown, as if not given. */
export function readCounts(usage: Usage): Usage {
  try {
    return {
      inputTokens: toCount(usage.inputTokens),
      cachedReadTokens: toCount(usage.cachedReadTokens),
      cachedReadAudioTokens: toCount(usage.cachedReadAudioTokens),
      cacheWriteTokens: toCount(usage.cacheWriteTokens),
      cacheWrite1hTokens: toCount(usage.cacheWrite1hTokens),
      outputTokens: toCount(usage.outputTokens),
      reasoningTokens: toCount(usage.reasoningTokens),
      inputAudioTokens: toCount(usage.inputAudioTokens),
      outputAudioTokens: toCount(usage.outputAudioTokens),
      inputImageTokens: toCount(usage.inputImageTokens),
      outputImageTokens: toCount(usage.outputImageTokens),
      inputAudioSeconds: toSeconds(usage.inputAudioSeconds),
      webSearchRequests: toCount(usage.webSearchRequests),
      inputPages: toCount(usage.inputPages),
    };
  } catch {
    // No object, or a getter of the application's that throws: nothing is known.
    return {};
  }
}

/** Whether a usage says anything that the price charges: a model that bills time or pages counts no tokens. */
export function isBillable(usage: Usage, { rates }: BilledPrice): boolean {
  return (
    usage.inputTokens !== undefined ||
    usage.outputTokens !== undefined ||
    (usage.inputAudioSeconds !== undefined && rates.audio_time !== undefined) ||
    (usage.inputPages !== undefined && rates.page !== undefined)
  );
}

/** Splits a usage, whose totals hold their parts, into lines of which none counts a token twice. */
export function billUsage(usage: Usage, price: BilledPrice): Bill {
  const { above } = price;
  const input =
    usage.inputTokens ??
    (usage.cachedReadTokens ?? 0) + (usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? 0);
  // A cliff: the whole call, output included, is billed at the rates of its context.
  const longer = above.length === 0 ? undefined : above.findLast(({ tokens }) => input > tokens);
  const rates = longer?.rates ?? price.rates;
  const bill = new Bill();
  billInput(bill, usage, input, rates);
  billOutput(bill, usage, rates);
  billTime(bill, usage.inputAudioSeconds ?? 0, rates, price.minimumSeconds ?? 0);
  billOther(bill, usage, rates);
  if (price.freeSearches === true && (usage.webSearchRequests ?? 0) > 0) bill.estimate('free_allowance');
  const knowsTotals =
    (usage.inputTokens !== undefined || !rates.input) && (usage.outputTokens !== undefined || !rates.output);
  if (!knowsTotals) bill.estimate('missing_usage');
  return bill;
}

/** A cache price that is not listed is the price of input; one-hour writes without a price of their own are writes. */
function billInput(bill: Bill, usage: Usage, total: number, rates: Rates): void {
  const wanted = usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? 0;
  const read = Math.min(usage.cachedReadTokens ?? 0, total);
  const write = Math.min(wanted, total - read);
  const write1h = Math.min(usage.cacheWrite1hTokens ?? 0, write);
  const uncached = total - read - write;
  const cachedAudio = Math.min(usage.cachedReadAudioTokens ?? 0, read);
  const freshAudio = Math.min(Math.max(0, (usage.inputAudioTokens ?? 0) - cachedAudio), uncached);
  const audio = rates.input_audio === undefined ? 0 : freshAudio;
  const readAudio = rates.cache_read_audio === undefined ? 0 : cachedAudio;
  const image = rates.input_image === undefined ? 0 : Math.min(usage.inputImageTokens ?? 0, uncached - audio);
  const writeRate = rates.cache_write ?? rates.input;
  bill.add('input', uncached - audio - image, rates.input);
  bill.add('input_audio', audio, rates.input_audio);
  bill.add('input_image', image, rates.input_image);
  bill.add('cache_read', read - readAudio, rates.cache_read ?? rates.input);
  bill.add('cache_read_audio', readAudio, rates.cache_read_audio);
  bill.add('cache_write', write - write1h, writeRate);
  bill.add('cache_write_1h', write1h, rates.cache_write_1h ?? writeRate);
  const fits =
    (usage.cachedReadTokens ?? 0) + wanted <= total &&
    (usage.cachedReadAudioTokens ?? 0) <= read &&
    (usage.cacheWrite1hTokens ?? 0) <= wanted &&
    (usage.inputAudioTokens ?? 0) + (usage.inputImageTokens ?? 0) <= total;
  if (!fits) bill.estimate('inconsistent_usage');
}

function billOutput(bill: Bill, usage: Usage, rates: Rates): void {
  const total = usage.outputTokens ?? 0;
  const audio = rates.output_audio === undefined ? 0 : Math.min(usage.outputAudioTokens ?? 0, total);
  const image = rates.output_image === undefined ? 0 : Math.min(usage.outputImageTokens ?? 0, total - audio);
  const rest = total - audio - image;
  const reasoning = rates.output_reasoning === undefined ? 0 : Math.min(usage.reasoningTokens ?? 0, rest);
  bill.add('output', rest - reasoning, rates.output);
  bill.add('output_reasoning', reasoning, rates.output_reasoning);
  bill.add('output_audio', audio, rates.output_audio);
  bill.add('output_image', image, rates.output_image);
  const parts =
    (usage.outputAudioTokens ?? 0) + (usage.outputImageTokens ?? 0) + (usage.reasoningTokens ?? 0);
  if (parts > total) bill.estimate('inconsistent_usage');
}

/** To the millisecond; nothing is charged for no audio. */
function billTime(bill: Bill, seconds: number, rates: Rates, minimum: number): void {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds === 0) return;
  if (rates.audio_time === undefined) bill.estimate('unpriced_part');
  else bill.addTime(Math.max(milliseconds, minimum * 1000), rates.audio_time);
}

/** What is charged by the request or the page, where it has a price. */
function billOther(bill: Bill, usage: Usage, rates: Rates): void {
  const searches = usage.webSearchRequests ?? 0;
  const pages = usage.inputPages ?? 0;
  if (rates.page !== undefined) bill.add('page', pages, rates.page);
  else if (pages > 0) bill.estimate('unpriced_part');
  if (rates.web_search !== undefined) bill.add('web_search', searches, rates.web_search);
  else if (searches > 0) bill.estimate('unpriced_part');
  if (rates.request !== undefined) bill.add('request', 1, rates.request);
}

function toCount(value: unknown): number | undefined {
  // Adding 0 turns -0 into 0.
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) + 0 : undefined;
}

/** Up to where their milliseconds are a safe integer. */
function toSeconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && Number.isSafeInteger(Math.round(value * 1000))
    ? value + 0
    : undefined;
}
