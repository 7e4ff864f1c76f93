import type { Settlement } from '@kagura/core';
import type { JournalReceipt, SettlementJournal } from './settlement-journal';

/** So many are kept in memory. More are in the journal alone, and without one they are lost. */
const MOST_IN_MEMORY = 10_000;

export interface UndeliveredSettlement {
  readonly settlement: Settlement;
  readonly receipt: JournalReceipt;
}

interface Backlog {
  readonly file: string;
  count: number;
}

/** Settlements that the ledger does not have yet, in their order: of earlier processes, in memory, in the journal alone. */
export class Undelivered {
  readonly #journal: SettlementJournal | undefined;
  readonly #inMemory = new Map<string, UndeliveredSettlement>();
  readonly #backlog: Backlog[] = [];
  #lost = 0;

  constructor(journal: SettlementJournal | undefined) {
    this.#journal = journal;
    for (const file of journal?.abandoned() ?? []) {
      const count = journal?.read(file)?.length;
      if (count === 0) journal?.remove(file);
      else if (count !== undefined) this.#backlog.push({ file, count });
    }
  }

  get size(): number {
    return this.#inMemory.size + this.#backlog.reduce((sum, { count }) => sum + count, 0);
  }

  /** Settlements that there was no room for. */
  get lost(): number {
    return this.#lost;
  }

  of(callId: string): UndeliveredSettlement | undefined {
    return this.#inMemory.get(callId);
  }

  /** False where there is no room, and it is lost. What was told of a call first is what counts. */
  keep(undelivered: UndeliveredSettlement): boolean {
    const { settlement, receipt } = undelivered;
    const known = this.#inMemory.get(settlement.callId);
    if (known !== undefined) {
      // A line that repeats the one that is kept is not needed. The one that is kept fails here again, and is.
      if (known.receipt !== receipt) receipt.delivered();
    } else if (this.#inMemory.size < MOST_IN_MEMORY) this.#inMemory.set(settlement.callId, undelivered);
    else if (receipt.file !== undefined) this.#addToBacklog(receipt.file);
    else {
      this.#lost += 1;
      return false;
    }
    return true;
  }

  delivered({ settlement, receipt }: UndeliveredSettlement): void {
    // Another line of the same call, where it was asked for twice at once.
    this.#inMemory.get(settlement.callId)?.receipt.delivered();
    this.#inMemory.delete(settlement.callId);
    receipt.delivered();
  }

  /** Sends one after the other until one fails, which is thrown. */
  async deliver(send: (settlement: Settlement) => Promise<void>): Promise<void> {
    while (this.size > 0) {
      for (const backlog of [...this.#backlog]) await this.#deliverFile(backlog, send);
      for (const undelivered of this.#inMemory.values()) {
        await send(undelivered.settlement);
        this.delivered(undelivered);
      }
    }
  }

  async #deliverFile(backlog: Backlog, send: (settlement: Settlement) => Promise<void>): Promise<void> {
    this.#journal?.finish(backlog.file);
    const settlements = this.#journal?.read(backlog.file);
    if (settlements !== undefined) {
      backlog.count = settlements.length;
      for (const settlement of settlements) {
        await send(settlement);
        backlog.count -= 1;
      }
      this.#journal?.remove(backlog.file);
    }
    this.#backlog.splice(this.#backlog.indexOf(backlog), 1);
  }

  #addToBacklog(file: string): void {
    const known = this.#backlog.find((backlog) => backlog.file === file);
    if (known === undefined) this.#backlog.push({ file, count: 1 });
    else known.count += 1;
  }
}
