import type { SlowCall, SpanStatus } from '@kagura/core';

/** One slow call of an agent. */
export interface SlowInvocation {
  /** When it started. */
  readonly timestamp: Date;
  readonly latencyMs: number;
  /** The arguments; `undefined` where prompts are not logged. */
  readonly args: readonly unknown[] | undefined;
  readonly traceId: string;
  readonly spanId: string;
  readonly status: SpanStatus;
}

export function toSlowInvocation({ input, ...call }: SlowCall): SlowInvocation {
  return { ...call, args: input === null ? undefined : parseArguments(input) };
}

/** Spans of other instrumentations may hold plain text where an array is expected: there are no arguments to give. */
function parseArguments(input: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(input);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
