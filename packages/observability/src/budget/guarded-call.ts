import type { BudgetedCall, PlannedCall, RequestBound } from '@kagura/core';

/** A call that budgets are asked about before it is made. */
export interface GuardedCall {
  /** Unique, and known again at the end: trace id and span id. */
  readonly callId: string;
  /** What decides which budgets it counts for, its model aside. */
  readonly target: BudgetedCall;
  readonly plan: PlannedCall;
  /** Measured only where a budget asks. */
  readonly bound: () => RequestBound;
  /** Answers that the request asks for, which share its output. */
  readonly choices: () => number;
  /** The request can still be sent to another model. */
  readonly isModelChangeable: boolean;
  /** The request's limit of output can still be lowered. */
  readonly isLimitChangeable: boolean;
  /** The caller can wait for the answer. */
  readonly canWait: boolean;
  /** False where the cost is not tracked, which no budget can guard. */
  readonly trackCost: boolean;
  /** What the application estimates for this very call, in nano-dollars. */
  readonly estimateNanoUsd?: number | undefined;
}

/** What the request must be changed to before it is sent. */
export interface RequestChange {
  readonly model?: string | undefined;
  /** Limit of the output, all choices together. */
  readonly outputTokens?: number | undefined;
}
