import type { BillLine } from './billable-usage';
import type { CostPart } from './cost';
import { divideSafeUp, divideUp, formatDecimal } from './money';
import { rateText } from './rate-text';

const USD_PLACES = 12;
const NANO_PLACES = 9;

interface Amounts {
  readonly usd: string;
  readonly nanoUsd: number;
  readonly parts: readonly CostPart[];
}

/**
 * What the lines of a bill come to. Each part ends where the rounded running total ends: the total is rounded once, and
 * the parts add up to it.
 *
 * @param morePlaces decimal places that the rates have beyond pico-dollars
 */
export function addUp(lines: readonly BillLine[], morePlaces: number): Amounts {
  const places = USD_PLACES + morePlaces;
  const perNano = 10 ** (places - NANO_PLACES);
  const parts: CostPart[] = [];
  let total = 0;
  let nanoUsd = 0;
  for (const line of lines) {
    const { kind, rate } = line;
    const amount = amountOf(line);
    total += amount;
    // Products and sums of integers are exact up to here; beyond, only big integers are.
    if (total > Number.MAX_SAFE_INTEGER) return addUpBig(lines, morePlaces);
    const end = divideSafeUp(total, perNano);
    const rateUsd = rateText(kind, rate, morePlaces);
    const usd = formatDecimal(amount, places);
    parts.push({ kind, quantity: quantityOf(line), rateUsd, usd, nanoUsd: end - nanoUsd });
    nanoUsd = end;
  }
  return { usd: formatDecimal(total, places), nanoUsd, parts };
}

function addUpBig(lines: readonly BillLine[], morePlaces: number): Amounts {
  const places = USD_PLACES + morePlaces;
  const perNano = 10n ** BigInt(places - NANO_PLACES);
  const amounts = lines.map(bigAmountOf);
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  const unit = nanoUnit(divideUp(total, perNano));
  let running = 0n;
  let nanoUsd = 0;
  const parts = lines.map((line, index) => {
    const { kind, rate } = line;
    const amount = amounts[index] ?? 0n;
    running += amount;
    const end = Number(divideUp(divideUp(running, perNano), unit) * unit);
    const nano = end - nanoUsd;
    nanoUsd = end;
    const rateUsd = rateText(kind, rate, morePlaces);
    return { kind, quantity: quantityOf(line), rateUsd, usd: formatDecimal(amount, places), nanoUsd: nano };
  });
  return { usd: formatDecimal(total, places), nanoUsd, parts };
}

/**
 * What nano-dollars are counted in: 1, and beyond 2⁵³ (nine million dollars in one call) the multiple that a number can
 * still hold, so that the parts add up there too.
 */
function nanoUnit(total: bigint): bigint {
  let unit = 1n;
  while (total / unit >= BigInt(Number.MAX_SAFE_INTEGER)) unit *= 2n;
  return unit;
}

/** Exact in pico-dollars, except that time is rounded up to one: an hour has more milliseconds than that divides by. */
function amountOf({ quantity, rate, per }: BillLine): number {
  const product = quantity * rate;
  return per === undefined || product > Number.MAX_SAFE_INTEGER ? product : divideSafeUp(product, per);
}

function bigAmountOf({ quantity, rate, per = 1 }: BillLine): bigint {
  return divideUp(BigInt(quantity) * BigInt(rate), BigInt(per));
}

/** Milliseconds are told as seconds. */
function quantityOf({ quantity, per }: BillLine): number {
  return per === undefined ? quantity : quantity / 1000;
}
