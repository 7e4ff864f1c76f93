import type { CallFilter } from '@kagura/core';
import { connection, type Database } from '../database';
import { selectEdges } from './facts';
import { spansOf } from './range-plan';

/** Stored calls of one model without a price, for one reason. */
export interface UnpricedCalls {
  /** `null` where unknown, as with the provider. */
  readonly model: string | null;
  readonly provider: string | null;
  /** As in `Cost`; `null` where whoever wrote the call did not price it. */
  readonly reason: string | null;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Microseconds since the epoch. */
  readonly firstStartUs: number;
  readonly lastStartUs: number;
}

const COLUMNS = 'model, provider, id, input_tokens, output_tokens, start_us';

/**
 * Model calls without a price although there was something to price, most calls first, with the reason. Those that
 * were pruned are not among them.
 *
 * @throws StoreError
 */
export function readUnpricedModels(database: Database, filter: CallFilter = {}): readonly UnpricedCalls[] {
  const scope = { kind: 'model', filter, condition: { sql: 'unpriced_calls = 1', parameters: {} } } as const;
  const { sql, parameters } = selectEdges(scope, spansOf(filter), COLUMNS);
  if (sql.length === 0) return [];
  return database[connection].all<UnpricedCalls>(
    `SELECT nullif(call.model, '') AS model, nullif(call.provider, '') AS provider,
       spans.cost_reason AS reason, count(*) AS calls,
       sum(call.input_tokens) AS inputTokens, sum(call.output_tokens) AS outputTokens,
       min(call.start_us) AS firstStartUs, max(call.start_us) AS lastStartUs
     FROM (${sql.join(' UNION ALL ')}) AS call JOIN spans ON spans.id = call.id
     GROUP BY call.model, call.provider, spans.cost_reason
     ORDER BY calls DESC, call.model, call.provider, spans.cost_reason`,
    parameters,
  );
}
