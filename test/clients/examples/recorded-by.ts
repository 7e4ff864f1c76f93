import { setTimeout } from 'node:timers/promises';
import { CostTracker } from '@kagura/observability';
import type { Stage } from '../stage.js';

/** Milliseconds in which spans that end after their call come to their end. */
const LATE_SPANS = 20;

interface Recorded {
  /** Requests that the server received. */
  readonly requests: number;
  readonly calls: number;
  readonly failedCalls: number;
  readonly unpricedCalls: number;
}

/** What a body asks of the server, and what the store has of it afterwards. That the body fails is a part of it. */
export async function recordedBy(stage: Stage, body: () => unknown): Promise<Recorded> {
  const before = await count(stage);
  await Promise.resolve(body()).catch(() => undefined);
  await stage.server.settled();
  await setTimeout(LATE_SPANS);
  const after = await count(stage);
  return {
    requests: after.requests - before.requests,
    calls: after.calls - before.calls,
    failedCalls: after.failedCalls - before.failedCalls,
    unpricedCalls: after.unpricedCalls - before.unpricedCalls,
  };
}

async function count({ server }: Stage): Promise<Recorded> {
  const { calls, failedCalls, unpricedCalls } = await new CostTracker().getCost();
  return { requests: server.requests.length, calls, failedCalls, unpricedCalls };
}
