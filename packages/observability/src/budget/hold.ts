import { type Budget, type BudgetCharge, type PlannedCall, streamedLength } from '@kagura/core';
import type { BudgetGuard } from './budget-guard';
import type { CallEstimate } from './call-estimate';
import type { RequestChange } from './guarded-call';

/** How a call came to be made. */
export type BudgetDecision = 'allow' | 'warn' | 'clamp' | 'downgrade' | 'callback' | 'degraded';

export interface HoldInput {
  readonly callId: string;
  readonly plan: PlannedCall;
  readonly budgets: readonly Budget[];
  readonly charges: readonly BudgetCharge[];
  readonly estimate: CallEstimate;
  /** What becomes uncertain of what is held, should nobody settle it. */
  readonly leaks: Budget['onLeak'];
  readonly decision: BudgetDecision;
  readonly change: RequestChange | undefined;
}

/** Text has about so many characters to a token; a chunk has at least one token. */
const CHARACTERS_PER_TOKEN = 4;

/** Money that is held for one running call. */
export class Hold {
  readonly callId: string;
  readonly plan: PlannedCall;
  readonly budgets: readonly Budget[];
  readonly charges: readonly BudgetCharge[];
  readonly estimate: CallEstimate;
  readonly leaks: HoldInput['leaks'];
  readonly decision: BudgetDecision;
  readonly change: RequestChange | undefined;
  /** Who has let the call in, and is told how it ends: also when its budgets are gone, or another start has taken over. */
  guard: BudgetGuard | undefined;
  /** Nano-dollars, with what was added while the answer streamed. */
  heldNanoUsd: number;
  /** Further holds of the same call. */
  readonly extensionIds: string[] = [];
  isExtending = false;
  /** Its money is settled or released: nothing may be held for it any more. */
  hasEnded = false;
  /** Output that what is held pays for; `undefined` until it is worked out. */
  coveredTokens: number | undefined;
  /** Why the answer must not go on. */
  stopReason: Error | undefined;
  #chunks = 0;
  #length = 0;

  constructor(input: HoldInput) {
    this.callId = input.callId;
    this.plan = input.plan;
    this.budgets = input.budgets;
    this.charges = input.charges;
    this.estimate = input.estimate;
    this.leaks = input.leaks;
    this.decision = input.decision;
    this.change = input.change;
    this.heldNanoUsd = input.estimate.nanoUsd;
  }

  /** Takes a note of a streamed chunk. */
  count(chunk: unknown): void {
    const length = streamedLength(chunk);
    if (length === 0) return;
    this.#chunks += 1;
    this.#length += length;
  }

  /** About as many tokens as have come so far. */
  get streamedTokens(): number {
    return Math.max(this.#chunks, Math.ceil(this.#length / CHARACTERS_PER_TOKEN));
  }

  get callIds(): readonly string[] {
    return [this.callId, ...this.extensionIds];
  }
}
