import { amount, count } from '../counts';
import { field } from '../fields';

/** xAI counts in ticks of 10⁻¹⁰ US dollars (docs.x.ai, cost tracking). */
const TICKS_PER_USD = 10_000_000_000;

/** US dollars that a usage object says were charged: OpenRouter, Perplexity and xAI put them beside the tokens. */
export function reportedCost(usage: unknown): number | undefined {
  const ticks = count(field(usage, 'cost_in_usd_ticks'));
  if (ticks !== undefined) {
    return ticks / TICKS_PER_USD;
  }
  const cost = field(usage, 'cost');
  const charged = amount(cost) ?? amount(field(cost, 'total_cost'));
  return field(usage, 'is_byok') === true ? withUpstream(charged, usage) : charged;
}

/** With one's own key, OpenRouter's `cost` is its fee alone; the provider's bill stands beside it. */
function withUpstream(fee: number | undefined, usage: unknown): number | undefined {
  const upstream = amount(field(field(usage, 'cost_details'), 'upstream_inference_cost'));
  return upstream === undefined ? undefined : upstream + (fee ?? 0);
}
