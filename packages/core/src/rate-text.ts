import type { CostPartKind } from './cost';
import { memoize } from './memoize';
import { formatDecimal } from './money';

const PER_REQUEST_PLACES = 12;
const PER_MILLION_PLACES = 6;

/**
 * A rate as an exact decimal string in US dollars: per million tokens, or per request.
 *
 * @param morePlaces decimal places that the rate has beyond pico-dollars
 */
export function rateText(kind: CostPartKind, rate: number, morePlaces: number): string {
  const isFee = kind === 'web_search' || kind === 'request';
  if (morePlaces > 0) {
    return formatDecimal(rate, (isFee ? PER_REQUEST_PLACES : PER_MILLION_PLACES) + morePlaces);
  }
  return isFee ? perRequestText(rate) : perMillionText(rate);
}

const perRequestText = memoize((rate: number) => formatDecimal(rate, PER_REQUEST_PLACES));
const perMillionText = memoize((rate: number) => formatDecimal(rate, PER_MILLION_PLACES), 5000);
