import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Budget } from '@kagura/core';
import {
  budgetsOfFile,
  configurationPathFor,
  defaultDatabasePath,
  findDatabase,
  ledgerPathFor,
  openDatabase,
  readConfigurationFile,
  readSettings,
} from '@kagura/store';
import type { LooseContext, LooseRequest } from '../command-context';
import type { CommandEnd } from '../command-definition';
import { resolveTimeZone } from '../time-zone';

/** Where the budgets of a database are. */
export interface BudgetPlace {
  readonly ledgerPath: string;
  /** Those of the configuration file, and where it is. */
  readonly configured: readonly Budget[];
  readonly configurationPath: string;
}

/** What a command on budgets works with: it needs no calls, so the database may be still to come. */
export interface BudgetContext extends Omit<LooseContext, 'database'>, BudgetPlace {}

export async function withBudgetContext(
  { host, output, options }: LooseRequest,
  work: (context: BudgetContext) => CommandEnd | Promise<CommandEnd>,
): Promise<CommandEnd> {
  const { env, cwd, now, columns, confirm } = host;
  const named = options.db ?? env.database;
  const path = named === undefined ? (findDatabase(cwd) ?? defaultDatabasePath(cwd)) : resolve(cwd, named);
  const timeZone = resolveTimeZone({
    flag: options.tz,
    environment: env.timeZone,
    database: storedTimeZone(path),
    file: readConfigurationFile(configurationPathFor(path))?.timeZone,
  });
  const place = budgetPlace(path, timeZone);
  return work({ ...place, options, output, now: now(), timeZone, columns, confirm });
}

/** @throws ConfigurationError for a configuration file that cannot work */
export function budgetPlace(databasePath: string, timeZone: string): BudgetPlace {
  const configurationPath = configurationPathFor(databasePath);
  const file = readConfigurationFile(configurationPath);
  return {
    ledgerPath: ledgerPathFor(databasePath),
    configured: file === undefined ? [] : budgetsOfFile(file, { timeZone }),
    configurationPath,
  };
}

function storedTimeZone(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const database = openDatabase({ path, readOnly: true });
  try {
    return readSettings(database).timeZone;
  } finally {
    database.close();
  }
}
