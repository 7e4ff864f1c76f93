import { ConfigurationError, checkPriceOverrides, foldProvider, type PriceOverride } from '@kagura/core';
import type { Connection } from './connection';
import { connection, type Database } from './database';
import { toStoreError } from './store-error';

/** A price of the user's own, as the database keeps it. */
export interface StoredPriceOverride {
  readonly override: PriceOverride;
  /** Given to `startObservability`, or set on the command line. */
  readonly origin: 'code' | 'cli';
}

interface OverrideRow {
  readonly id: number;
  readonly origin: StoredPriceOverride['origin'];
  readonly definition: string;
}

/**
 * Prices of the user's own: those of the command line, which count before those of the code where they are as close
 * to a call, then those of the code; each in the order in which they were given. One that cannot be used, as a newer
 * version may have written it, is left out.
 *
 * @throws StoreError
 */
export function readPriceOverrides(database: Database): readonly StoredPriceOverride[] {
  return readRows(database[connection]).flatMap(({ origin, definition }) => {
    const override = parseOverride(definition);
    return override === undefined ? [] : [{ override, origin }];
  });
}

/**
 * Keeps what the code of a program says, in place of what it said before.
 *
 * @throws StoreError
 */
export function writeCodePriceOverrides(database: Database, overrides: readonly PriceOverride[]): void {
  const opened = database[connection];
  const given = overrides.map((override) => JSON.stringify(override));
  const isKnown = () => {
    const known = readRows(opened).filter(({ origin }) => origin === 'code');
    return JSON.stringify(known.map(({ definition }) => definition)) === JSON.stringify(given);
  };
  // Most starts change nothing, and need not wait for others that write.
  if (isKnown()) return;
  inTransaction(database, () => {
    opened.run("DELETE FROM price_override WHERE origin = 'code'");
    for (const definition of given) insert(opened, 'code', definition);
  });
}

/**
 * Keeps a price that was set on the command line, in place of one for the same model, provider, tier and start.
 *
 * @throws StoreError
 */
export function setPriceOverride(database: Database, override: PriceOverride): void {
  const opened = database[connection];
  inTransaction(database, () => {
    const key = keyOf(override);
    removeWhere(opened, (known) => keyOf(known) === key);
    insert(opened, 'cli', JSON.stringify(override));
  });
}

/**
 * Forgets the prices that were set on the command line for a model, and for a provider where one is given.
 *
 * @returns how many there were
 * @throws StoreError
 */
export function removePriceOverride(
  database: Database,
  { provider, model }: { readonly provider?: string | undefined; readonly model: string },
): number {
  const opened = database[connection];
  const seller = foldProvider(provider);
  return inTransaction(database, () =>
    removeWhere(
      opened,
      (known) =>
        nameOf(known.model) === nameOf(model) &&
        (provider === undefined || foldProvider(known.provider) === seller),
    ),
  );
}

/** @throws StoreError */
function inTransaction<Result>(database: Database, body: () => Result): Result {
  try {
    return database[connection].transaction('BEGIN IMMEDIATE', body);
  } catch (error) {
    throw toStoreError(error, database.path);
  }
}

function removeWhere(opened: Connection, isMeant: (override: PriceOverride) => boolean): number {
  const ids = readRows(opened)
    .filter(({ origin }) => origin === 'cli')
    .filter(({ definition }) => {
      const override = parseOverride(definition);
      return override !== undefined && isMeant(override);
    })
    .map(({ id }) => id);
  for (const id of ids) opened.run('DELETE FROM price_override WHERE id = ?', [id]);
  return ids.length;
}

function insert(opened: Connection, origin: StoredPriceOverride['origin'], definition: string): void {
  opened.run('INSERT INTO price_override (origin, definition) VALUES (?, ?)', [origin, definition]);
}

function readRows(opened: Connection): OverrideRow[] {
  return opened.all<OverrideRow>('SELECT id, origin, definition FROM price_override ORDER BY origin, id');
}

function parseOverride(definition: string): PriceOverride | undefined {
  try {
    const override: PriceOverride = JSON.parse(definition);
    checkPriceOverrides([override]);
    return override;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

function keyOf({ model, provider, serviceTier, from }: PriceOverride): string {
  return JSON.stringify([nameOf(model), foldProvider(provider), serviceTier, from]);
}

/** Overrides do not tell upper and lower case apart. */
function nameOf(model: string): string {
  return model.trim().toLowerCase();
}
