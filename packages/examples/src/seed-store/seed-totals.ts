import type { SpanRecord } from '@kagura/core';

/** Sums over spans, added up one by one. */
export class SeedTotals {
  spans = 0;
  traces = 0;
  errors = 0;
  invocations = 0;
  modelCalls = 0;
  pricedCalls = 0;
  inputTokens = 0;
  outputTokens = 0;
  nanoUsd = 0;
  /** Agents by name, with their invocations. */
  readonly agents = new Map<string, number>();
  /** The session of the last span that has one. */
  lastSession: string | undefined;

  add({ kind, agent, parentSpanId, status, usage, cost, context }: SpanRecord): void {
    this.spans += 1;
    if (parentSpanId === null) this.traces += 1;
    if (status === 'error') this.errors += 1;
    if (kind === 'agent' && agent !== null) {
      this.invocations += 1;
      this.agents.set(agent, (this.agents.get(agent) ?? 0) + 1);
    }
    if (kind === 'model') this.modelCalls += 1;
    this.inputTokens += usage?.inputTokens ?? 0;
    this.outputTokens += usage?.outputTokens ?? 0;
    if (cost !== null && cost.nanoUsd !== null) {
      this.pricedCalls += 1;
      this.nanoUsd += cost.nanoUsd;
    }
    this.lastSession = context.session ?? this.lastSession;
  }
}
