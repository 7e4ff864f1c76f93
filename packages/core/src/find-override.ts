import { billingTier } from './billing-tier';
import { memoize, memoizePair } from './memoize';
import { idForms, normalizeModel, splitProvider, withoutGateway } from './model-id';
import { instantOf } from './price-list';
import type { PriceOverride } from './price-override';
import { foldProvider } from './provider-name';

/** Whose call is being priced, and when it was made. */
export interface PricedCall {
  readonly provider: string | undefined;
  readonly model: string;
  readonly tier: string | undefined;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Which calls an override is for, in the terms of a call. */
interface OverrideScope {
  readonly override: PriceOverride;
  readonly anyProvider: boolean;
  readonly provider: string | undefined;
  readonly anyTier: boolean;
  readonly tier: string | undefined;
  readonly from: number;
  readonly to: number;
  /** The exact id, or what the id begins with. */
  readonly pattern: string;
  readonly isPrefix: boolean;
  /** How closely it names a call that it is for. */
  readonly rank: number;
}

/** The override that prices a call, if any. */
export function findOverride(
  overrides: readonly PriceOverride[],
  call: PricedCall,
): PriceOverride | undefined {
  const names = modelNames(call.provider, call.model);
  let best: OverrideScope | undefined;
  for (const override of overrides) {
    const scope = scopeOf(override);
    if (applies(scope, call) && scope.rank >= (best?.rank ?? 0) && isNamed(scope, names)) best = scope;
  }
  return best?.override;
}

const scopeOf = memoize((override: PriceOverride): OverrideScope => {
  const { model, provider, serviceTier, from, to, discount } = override;
  const normal = normalizeModel(model);
  const isPrefix = normal.endsWith('*');
  const pattern = isPrefix ? normal.slice(0, -1) : normal;
  const tie = (provider === undefined ? 0 : 2) + (serviceTier === undefined ? 0 : 1);
  return {
    override,
    anyProvider: provider === undefined,
    provider: foldProvider(provider),
    anyTier: serviceTier === undefined && discount !== undefined,
    tier: billingTier(override),
    from: instantOf(from, Number.NEGATIVE_INFINITY),
    to: instantOf(to, Number.POSITIVE_INFINITY),
    pattern,
    isPrefix,
    rank: (isPrefix ? pattern.length * 4 : Number.MAX_SAFE_INTEGER - 3) + tie,
  };
});

/** The model as the call names it, and its other spellings: without its gateway, provider, resource path, region. */
const modelNames = memoizePair((provider: string | undefined, model: string): readonly string[] => {
  const id = normalizeModel(model);
  const direct = withoutGateway(id);
  const seller = provider ?? splitProvider(direct)?.provider ?? '';
  return [...new Set([id, splitProvider(direct)?.rest ?? direct, ...idForms(seller, direct)])];
});

function applies(scope: OverrideScope, { provider, tier, time }: PricedCall): boolean {
  const isSold = scope.anyProvider || scope.provider === provider;
  const isBilled = scope.anyTier || scope.tier === tier;
  return isSold && isBilled && scope.from <= time && time < scope.to;
}

function isNamed({ pattern, isPrefix }: OverrideScope, names: readonly string[]): boolean {
  return isPrefix ? names.some((name) => name.startsWith(pattern)) : names.includes(pattern);
}
