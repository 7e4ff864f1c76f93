import { ConfigurationError } from '../errors';
import type { Budget, BudgetMode } from './budget';
import type { BudgetOptions } from './budget-options';
import type { OptionChecks } from './option-checks';

/** What a budget knows of models: cheaper ones, and a price for those without. */
export function readModels(
  { downgradeTo, fallbackPrice }: BudgetOptions,
  mode: BudgetMode,
  checks: OptionChecks,
): Pick<Budget, 'downgradeTo' | 'fallbackPrice'> {
  return {
    ...downgrades(downgradeTo, mode, checks),
    ...(fallbackPrice !== undefined && { fallbackPrice: readFallbackPrice(fallbackPrice, checks) }),
  };
}

function downgrades(
  downgradeTo: BudgetOptions['downgradeTo'],
  mode: BudgetMode,
  checks: OptionChecks,
): Pick<Budget, 'downgradeTo'> {
  const example = 'the cheaper model for each model, such as { "gpt-4o": "gpt-4o-mini" }';
  if (downgradeTo === undefined) {
    if (mode !== 'downgrade') return {};
    throw checks.refused('downgradeTo', downgradeTo, `${example}, since the mode is "downgrade"`);
  }
  if (mode !== 'downgrade') {
    throw new ConfigurationError('"downgradeTo" needs mode: "downgrade"; no other mode changes the model.');
  }
  const models: readonly (readonly [string, unknown])[] =
    typeof downgradeTo === 'object' && downgradeTo !== null ? Object.entries(downgradeTo) : [];
  const isCheaper = ([from, to]: readonly [string, unknown]): boolean =>
    typeof to === 'string' && to.trim() !== '' && to !== from;
  if (models.length === 0 || !models.every(isCheaper)) {
    throw checks.refused('downgradeTo', downgradeTo, example);
  }
  return { downgradeTo: { ...downgradeTo } };
}

function readFallbackPrice(price: unknown, checks: OptionChecks): NonNullable<Budget['fallbackPrice']> {
  const { inputUsdPerMillion, outputUsdPerMillion } = checks.members(
    price,
    ['inputUsdPerMillion', 'outputUsdPerMillion'],
    'The fallbackPrice of a budget',
  );
  return {
    inputNanoUsd: checks.amount('fallbackPrice.inputUsdPerMillion', inputUsdPerMillion),
    outputNanoUsd: checks.amount('fallbackPrice.outputUsdPerMillion', outputUsdPerMillion),
  };
}
