import type { BudgetCharge, EntryState, LedgerEntry } from '@kagura/core';
import type { Connection } from '../connection';

/** What decides about an entry. */
export interface EntryRow {
  readonly id: number;
  readonly state: EntryState;
  readonly amount: number;
  readonly leak: number;
}

const FIND = 'SELECT id, state, amount, leak FROM entry WHERE call_id = ?';

/** Errors of this file are SQLite's own. */
export function findEntry(opened: Connection, callId: string): EntryRow | undefined {
  return opened.statement(FIND).get(callId) as EntryRow | undefined;
}

export interface NewEntry {
  readonly callId: string;
  readonly state: EntryState;
  readonly amount: number;
  readonly leak: number;
  readonly counted: number;
  readonly owner: string;
  readonly agent: string | null;
  readonly model: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

const INSERT = `
  INSERT INTO entry (call_id, state, amount, leak, counted, owner, agent, model, created_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT_BUCKET = 'INSERT INTO entry_bucket (entry_id, position, budget_id, bucket) VALUES (?, ?, ?, ?)';

/** Returns the id of the row. */
export function insertEntry(opened: Connection, entry: NewEntry, charges: readonly BudgetCharge[]): number {
  const { callId, state, amount, leak, counted, owner, agent, model, createdAt, expiresAt } = entry;
  opened
    .statement(INSERT)
    .get(callId, state, amount, leak, counted, owner, agent, model, createdAt, expiresAt);
  const { id } = opened.statement('SELECT last_insert_rowid() AS id').get() as { id: number };
  for (const [position, { budgetId, bucket }] of charges.entries()) {
    opened.statement(INSERT_BUCKET).get(id, position, budgetId, bucket);
  }
  return id;
}

export function setState(opened: Connection, id: number, state: EntryState, counted: number): void {
  opened.statement('UPDATE entry SET state = ?, counted = ? WHERE id = ?').get(state, counted, id);
}

/** Only of an entry that is held. */
export function setExpiry(opened: Connection, callId: string, expiresAt: number): void {
  opened
    .statement("UPDATE entry SET expires_at = ? WHERE call_id = ? AND state = 'held'")
    .get(expiresAt, callId);
}

/** Ids of the budgets that the entry is charged to, in the order of its charges. */
export function budgetIdsOf(opened: Connection, id: number): string[] {
  const rows = opened
    .statement('SELECT budget_id FROM entry_bucket WHERE entry_id = ? ORDER BY position')
    .all(id) as { budget_id: string }[];
  return Array.from(rows, (row) => row.budget_id);
}

const HELD = "SELECT id, state, amount, leak FROM entry WHERE state = 'held'";
const OVERDUE = `${HELD} AND expires_at <= ? ORDER BY expires_at, id LIMIT 1`;
const OVERDUE_OR_OWNED = `${HELD} AND (expires_at <= ? OR owner = ?) ORDER BY expires_at, id LIMIT 1`;

/** The hold that has lasted too long by most; with an owner, also one of it that is not overdue. */
export function findOverdue(opened: Connection, now: number, owner?: string): EntryRow | undefined {
  const row =
    owner === undefined
      ? opened.statement(OVERDUE).get(now)
      : opened.statement(OVERDUE_OR_OWNED).get(now, owner);
  return row as EntryRow | undefined;
}

interface ListedRow {
  readonly call_id: string;
  readonly amount: number;
  readonly counted: number;
  readonly owner: string;
  readonly agent: string | null;
  readonly model: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly id: number;
}

// The state as part of the text: a parameter cannot be looked up in an index of one state.
const listOf = (state: EntryState): string => `
  SELECT id, call_id, amount, counted, owner, agent, model, created_at, expires_at
  FROM entry WHERE state = '${state}' ORDER BY id LIMIT ?`;

const LISTS: Readonly<Record<EntryState, string>> = {
  held: listOf('held'),
  settled: listOf('settled'),
  released: listOf('released'),
  uncertain: listOf('uncertain'),
};

/** The oldest entries of a state. */
export function listEntries(opened: Connection, state: EntryState, limit: number): LedgerEntry[] {
  const rows = opened.statement(LISTS[state]).all(limit) as ListedRow[];
  return Array.from(rows, (row) => ({
    callId: row.call_id,
    state,
    amountNanoUsd: row.amount,
    countedNanoUsd: row.counted,
    owner: row.owner,
    agent: row.agent,
    model: row.model,
    budgetIds: budgetIdsOf(opened, row.id),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
}

// The first rows are the oldest; those among them that stay are few, and counted in their indexes.
const PRUNABLE = `
  SELECT id FROM (
    SELECT id, state, created_at FROM entry ORDER BY id LIMIT :limit
      + (SELECT count(*) FROM entry WHERE state = 'held') + (SELECT count(*) FROM entry WHERE state = 'uncertain')
  ) WHERE state IN ('settled', 'released') AND created_at < :before LIMIT :limit`;

/** Deletes settled and released entries from before, at most that many. Answers how many. */
export function deleteEntries(opened: Connection, before: number, limit: number): number {
  const rows = opened.statement(PRUNABLE).all({ before, limit }) as { id: number }[];
  for (const { id } of rows) {
    opened.statement('DELETE FROM entry_bucket WHERE entry_id = ?').get(id);
    opened.statement('DELETE FROM entry WHERE id = ?').get(id);
  }
  return rows.length;
}
