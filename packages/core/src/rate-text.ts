import type { CostPartKind } from './cost';
import { memoize } from './memoize';
import { formatDecimal } from './money';

/** All but tokens are priced by the piece, or by the hour. */
const UNIT_KINDS: ReadonlySet<CostPartKind> = new Set(['web_search', 'request', 'page', 'audio_time']);
const PER_UNIT_PLACES = 12;
const PER_MILLION_PLACES = 6;

/**
 * A rate as an exact decimal string in US dollars: per million tokens, per request, per page, or per hour of audio.
 *
 * @param morePlaces decimal places that the rate has beyond pico-dollars
 */
export function rateText(kind: CostPartKind, rate: number, morePlaces: number): string {
  const isUnit = UNIT_KINDS.has(kind);
  if (morePlaces > 0) {
    return formatDecimal(rate, (isUnit ? PER_UNIT_PLACES : PER_MILLION_PLACES) + morePlaces);
  }
  return isUnit ? perUnitText(rate) : perMillionText(rate);
}

const perUnitText = memoize((rate: number) => formatDecimal(rate, PER_UNIT_PLACES));
const perMillionText = memoize((rate: number) => formatDecimal(rate, PER_MILLION_PLACES), 5000);
