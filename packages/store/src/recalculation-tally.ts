import type { Cost } from '@kagura/core';
import type { SpanRow } from './span-row';

/** Calls of one model, before and after they were priced again. Money is in nano-dollars, `null` where no call is priced. */
export interface RecalculatedModel {
  /** `null` where unknown, as with the provider. */
  readonly model: string | null;
  readonly provider: string | null;
  readonly calls: number;
  /** Those that cost something else now, or have another status. */
  readonly changed: number;
  readonly oldNanoUsd: number | null;
  readonly newNanoUsd: number | null;
  readonly unpricedBefore: number;
  readonly unpricedAfter: number;
}

type Entry = { -readonly [Field in keyof RecalculatedModel]: RecalculatedModel[Field] };

/** Adds up what pricing calls again comes to. */
export class RecalculationTally {
  readonly #entries = new Map<string, Entry>();

  add(row: SpanRow, cost: Cost): void {
    const entry = this.#entryOf(row);
    entry.calls += 1;
    if (row.cost_nano !== cost.nanoUsd || row.cost_status !== cost.status) entry.changed += 1;
    if (row.cost_nano === null) entry.unpricedBefore += 1;
    else entry.oldNanoUsd = (entry.oldNanoUsd ?? 0) + row.cost_nano;
    if (cost.nanoUsd === null) entry.unpricedAfter += 1;
    else entry.newNanoUsd = (entry.newNanoUsd ?? 0) + cost.nanoUsd;
  }

  models(): readonly RecalculatedModel[] {
    const entries = [...this.#entries].sort(
      ([a, one], [b, other]) => other.calls - one.calls || (a < b ? -1 : 1),
    );
    return entries.map(([, entry]) => ({ ...entry }));
  }

  #entryOf({ model, provider }: SpanRow): Entry {
    const name = JSON.stringify([model, provider]);
    const known = this.#entries.get(name);
    if (known) return known;
    const entry: Entry = {
      model: model || null,
      provider: provider || null,
      calls: 0,
      changed: 0,
      oldNanoUsd: null,
      newNanoUsd: null,
      unpricedBefore: 0,
      unpricedAfter: 0,
    };
    this.#entries.set(name, entry);
    return entry;
  }
}
