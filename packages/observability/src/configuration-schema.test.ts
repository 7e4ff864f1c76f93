import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUDGET_OPTION_NAMES, type BudgetOptions, parseBudgetPeriod, resolveBudget } from '@kagura/core';

interface Schema {
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface FileSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

const schema: FileSchema = JSON.parse(
  readFileSync(join(__dirname, '..', 'kagura.config.schema.json'), 'utf8'),
);
const options = schema.definitions.budget?.properties ?? {};

const choicesOf = ({ enum: choices = [], anyOf = [] }: Schema): readonly string[] => [
  ...choices,
  ...anyOf.flatMap(choicesOf),
];

const resolve = (given: Record<string, unknown>) => {
  const downgradeTo = given.mode === 'downgrade' ? { 'gpt-4o': 'gpt-4o-mini' } : undefined;
  const all = { limitUsd: 1, downgradeTo, ...given };
  return resolveBudget('monthly', all as BudgetOptions, { timeZone: 'UTC' }).budget;
};

test('the schema of the file knows the options that budgets have', () => {
  expect(Object.keys(options).sort()).toEqual(['period', ...BUDGET_OPTION_NAMES].sort());
});

test.each(choicesOf(options.period ?? {}))('%s of the schema is a period', (period) => {
  expect(() => parseBudgetPeriod(period)).not.toThrow();
});

const choices = Object.entries(options)
  .filter(([name]) => name !== 'period')
  .flatMap(([name, option]) => choicesOf(option).map((choice) => [name, choice] as const));

test.each(choices)('%s may be %s, as the schema says', (name, choice) => {
  expect(resolve({ [name]: choice })).toMatchObject({ [name]: choice });
});

test('the choices of the schema are all that there are', () => {
  for (const name of new Set(choices.map(([option]) => option))) {
    const known = choices.filter(([option]) => option === name).map(([, choice]) => choice);
    expect(() => resolve({ [name]: 'else' })).toThrow(`must be one of ${known.join(', ')}, received "else"`);
  }
});

test('the defaults of the schema are those of a budget', () => {
  const defaults = Object.entries(options).flatMap(([name, option]) =>
    option.default === undefined ? [] : [[name, option.default] as const],
  );
  expect(defaults.length).toBeGreaterThan(3);
  expect(resolve({})).toMatchObject(Object.fromEntries(defaults));
});
