import type { Cost, CostPartKind, StoredCost } from '@kagura/core';
import type { SqliteValue } from './driver';

export const COST_COLUMNS: readonly string[] = [
  'cost_status',
  'cost_reason',
  'cost_source',
  'cost_nano',
  'input_nano',
  'cached_read_nano',
  'cache_write_nano',
  'output_nano',
  'fees_nano',
  'price_id',
  'table_version',
  'reported_nano',
  'calculated_nano',
];

export interface CostRow {
  readonly cost_status: StoredCost['status'] | null;
  readonly cost_reason: string | null;
  readonly cost_source: string | null;
  readonly cost_nano: number | null;
  readonly input_nano: number | null;
  readonly cached_read_nano: number | null;
  readonly cache_write_nano: number | null;
  readonly output_nano: number | null;
  readonly fees_nano: number | null;
  readonly price_id: string | null;
  readonly table_version: string | null;
  readonly reported_nano: number | null;
  readonly calculated_nano: number | null;
}

/** Which of the three shares of a bill a part belongs to; together they are the total. */
const SHARE: Readonly<Record<CostPartKind, 'input' | 'output' | 'fees'>> = {
  input: 'input',
  input_audio: 'input',
  input_image: 'input',
  cache_read: 'input',
  cache_read_audio: 'input',
  cache_write: 'input',
  cache_write_1h: 'input',
  output: 'output',
  output_reasoning: 'output',
  output_audio: 'output',
  output_image: 'output',
  audio_time: 'input',
  page: 'input',
  web_search: 'fees',
  request: 'fees',
};

const NO_COST: readonly SqliteValue[] = COST_COLUMNS.map(() => null);
const UNKNOWN_SPLIT: readonly SqliteValue[] = [null, null, null, null, null];

/** In the order of `COST_COLUMNS`. */
export function costValues(cost: Cost | null): readonly SqliteValue[] {
  if (!cost) return NO_COST;
  return [
    cost.status,
    cost.reason ?? cost.estimateReason ?? null,
    cost.source,
    cost.nanoUsd,
    ...splitOf(cost),
    cost.priceId ?? null,
    cost.tableVersion,
    cost.reportedNanoUsd ?? null,
    cost.calculatedNanoUsd ?? null,
  ];
}

export function costOf(row: CostRow): StoredCost | null {
  if (row.cost_status === null) return null;
  return {
    nanoUsd: row.cost_nano,
    inputNanoUsd: row.input_nano,
    cachedReadNanoUsd: row.cached_read_nano,
    cacheWriteNanoUsd: row.cache_write_nano,
    outputNanoUsd: row.output_nano,
    feesNanoUsd: row.fees_nano,
    status: row.cost_status,
    reason: row.cost_reason,
    source: row.cost_source ?? 'table',
    priceId: row.price_id,
    tableVersion: row.table_version ?? '',
    reportedNanoUsd: row.reported_nano,
    calculatedNanoUsd: row.calculated_nano,
  };
}

function splitOf(cost: Cost): readonly SqliteValue[] {
  // A total that the provider reports comes without its parts.
  if (cost.nanoUsd === null || (cost.source === 'provider' && cost.parts.length === 0)) return UNKNOWN_SPLIT;
  const share = { input: 0, output: 0, fees: 0 };
  let cacheRead = 0;
  let cacheWrite = 0;
  for (const { kind, nanoUsd } of cost.parts) {
    share[SHARE[kind]] += nanoUsd;
    if (kind === 'cache_read' || kind === 'cache_read_audio') cacheRead += nanoUsd;
    if (kind === 'cache_write' || kind === 'cache_write_1h') cacheWrite += nanoUsd;
  }
  return [share.input, cacheRead, cacheWrite, share.output, share.fees];
}
