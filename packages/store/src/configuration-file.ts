import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  type Budget,
  type BudgetDefaults,
  type BudgetOptions,
  ConfigurationError,
  checkPriceOverrides,
  dayKey,
  KaguraError,
  OptionChecks,
  type PriceOverride,
  resolveBudget,
} from '@kagura/core';
import { messageOf } from './sqlite-code';

/** A budget as the file has it: what `setBudget` takes, in one object. It holds no functions. */
type FileBudget = BudgetOptions & { readonly period: string };

/** What a `kagura.config.json` says. What it does not say is left out. */
export interface FileConfiguration {
  /** Where it was read from. */
  readonly path: string;
  /** IANA name. */
  readonly timeZone?: string | undefined;
  readonly budgets: readonly FileBudget[];
  readonly priceOverrides: readonly PriceOverride[];
  readonly capture: {
    readonly prompts?: boolean | undefined;
    readonly responses?: boolean | undefined;
    /** Characters. */
    readonly maxBytes?: number | undefined;
  };
}

const FILE = 'kagura.config.json';
const DATA_FOLDER = '.kagura';
const MEMBERS = ['$schema', 'timeZone', 'budgets', 'pricing', 'capture'];
const CAPTURE_MEMBERS = ['prompts', 'responses', 'maxBytes'];

/** The file that belongs to a database: beside its folder `.kagura`, or beside the database where it is elsewhere. */
export function configurationPathFor(databasePath: string): string {
  const folder = dirname(databasePath);
  return join(basename(folder) === DATA_FOLDER ? dirname(folder) : folder, FILE);
}

/**
 * Reads a configuration file; `undefined` where there is none.
 *
 * @throws ConfigurationError for a file that cannot be read, is no JSON, or says what cannot work
 */
export function readConfigurationFile(path: string): FileConfiguration | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const checks = new OptionChecks(path);
  const { timeZone, budgets = [], pricing = {}, capture = {} } = checks.members(parse(path, text), MEMBERS);
  const { overrides = [] } = checks.members(pricing, ['overrides'], `${path}: "pricing"`);
  if (!Array.isArray(budgets)) throw checks.refused('budgets', budgets, 'a list');
  const configuration = {
    path,
    timeZone: checks.text('timeZone', timeZone),
    budgets: budgets as readonly FileBudget[],
    priceOverrides: overrides as readonly PriceOverride[],
    capture: readCapture(path, capture, checks),
  };
  within(path, () => {
    if (configuration.timeZone !== undefined) dayKey(new Date(0), configuration.timeZone);
    checkPriceOverrides(configuration.priceOverrides);
  });
  budgetsOfFile(configuration, { timeZone: 'UTC' });
  return configuration;
}

/**
 * The budgets of a configuration file.
 *
 * @throws ConfigurationError for one that cannot work, or that has the id of another
 */
export function budgetsOfFile(
  { path, budgets }: Pick<FileConfiguration, 'path' | 'budgets'>,
  defaults: BudgetDefaults,
): readonly Budget[] {
  const known = new Map<string, Budget>();
  for (const [index, given] of budgets.entries()) {
    const where = `${path}: budgets[${index}]`;
    const budget = within(where, () => {
      // The compiler was told that it is one; a file may hold anything.
      const { period, ...options } = Object(given) as FileBudget;
      return resolveBudget(period, options, defaults).budget;
    });
    if (known.has(budget.id)) {
      throw new ConfigurationError(
        `${where}: another budget of this file has the id "${budget.id}". Give one of them an "id".`,
      );
    }
    known.set(budget.id, budget);
  }
  return [...known.values()];
}

function readText(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ConfigurationError(`${path} is not valid JSON: ${messageOf(error)}`, { cause: error });
  }
}

function readCapture(path: string, given: unknown, checks: OptionChecks): FileConfiguration['capture'] {
  const { prompts, responses, maxBytes } = checks.members(given, CAPTURE_MEMBERS, `${path}: "capture"`);
  return {
    prompts: flag('capture.prompts', prompts, checks),
    responses: flag('capture.responses', responses, checks),
    maxBytes: length('capture.maxBytes', maxBytes, checks),
  };
}

function flag(name: string, value: unknown, checks: OptionChecks): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw checks.refused(name, value, 'true or false');
}

function length(name: string, value: unknown, checks: OptionChecks): number | undefined {
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value > 0))
    return value;
  throw checks.refused(name, value, 'a positive whole number');
}

/** Errors of what the file holds say where in it. */
function within<Result>(where: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!KaguraError.isInstance(error)) throw error;
    throw new ConfigurationError(`${where}: ${error.message}`, { cause: error });
  }
}
