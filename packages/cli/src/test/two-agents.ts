import type { SpanRecord } from '@kagura/core';
import { exactCost, modelCall, STARTED_US, spanRecord } from './span-records';

interface AgentLoad {
  readonly agent: string;
  readonly model: string;
  /** Microseconds of each invocation. */
  readonly durationsUs: readonly number[];
  readonly errors: number;
  readonly nanoUsd: number;
}

const CENT = 10_000_000;
const MINUTE_US = 60_000_000;

/**
 * Two agents of the morning of 2025-10-04 (UTC): 1,234 calls of my_agent, of which 18 failed, for $12.45, and 56 of
 * expensive_agent for $85.42. The last call of my_agent, at 10:30:15, has its prompt and response on record.
 */
export function twoAgents(): SpanRecord[] {
  const last = lastCall();
  return [
    ...invocations({
      agent: 'my_agent',
      model: 'gpt-4o-mini',
      // The nearest rank of P95 is the 1,173rd of 1,234 calls.
      durationsUs: [...repeat(1_171, 230_452), ...repeat(62, 520_000)],
      errors: 18,
      nanoUsd: 1_245 * CENT - 1_200_000,
    }),
    ...invocations({
      agent: 'expensive_agent',
      model: 'gpt-4o',
      // The nearest rank of P95 is the 54th of 56 calls.
      durationsUs: [...repeat(53, 1_149_057), ...repeat(3, 2_100_000)],
      errors: 0,
      nanoUsd: 8_542 * CENT,
    }),
    ...last,
  ];
}

function lastCall(): SpanRecord[] {
  const invocation = spanRecord({
    content: { input: '["What is AI?"]', output: '"AI stands for Artificial Intelligence..."' },
  });
  return [
    invocation,
    modelCall(invocation, 15_000, { durationUs: 215_000, name: 'gpt-4o-mini', model: 'gpt-4o-mini' }),
  ];
}

function invocations({ agent, model, durationsUs, errors, nanoUsd }: AgentLoad): SpanRecord[] {
  const each = Math.floor(nanoUsd / durationsUs.length);
  const rest = nanoUsd - each * durationsUs.length;
  return durationsUs.flatMap((durationUs, index) => {
    const invocation = spanRecord({
      name: agent,
      agent,
      durationUs,
      startUs: STARTED_US - MINUTE_US - index * 1_000,
      status: index < errors ? 'error' : 'ok',
    });
    const cost = exactCost(index === 0 ? each + rest : each);
    return [invocation, modelCall(invocation, 0, { durationUs, name: model, model, cost })];
  });
}

function repeat(times: number, value: number): number[] {
  return Array.from({ length: times }, () => value);
}
