import { strict as assert } from 'node:assert';
import { setTimeout } from 'node:timers/promises';
import { CostTracker } from '@kagura/observability';
import type { ModelClient } from './model-client.js';
import type { Stage, Totals } from './stage.js';

/** Milliseconds in which an instrumentation that reads a stream beside the caller comes to its end, mostly. */
const SIDE_READING = 20;
/** How often it is waited for on a busy machine. */
const MAX_TURNS = 100;

const COUNTS = [
  'calls',
  'inputTokens',
  'cachedReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'nanoUsd',
  'unpricedCalls',
] as const satisfies readonly (keyof Totals)[];
type Counts = Readonly<Record<(typeof COUNTS)[number], number>>;

/** The counts that an instrumentation does not pass on. */
export type Unknown = 'usage' | 'cache' | undefined;

export interface Expectation {
  /** Requests that the body makes. @default 1 */
  readonly requests?: number;
  /** What cannot be known of the calls, because the instrumentation that tells of them leaves it out. */
  readonly unknown?: Unknown;
}

/**
 * Runs a body that asks a model, and demands that the store has each of its calls once, for the tokens that the server
 * has billed and at their price, and that as many spans carry a cost.
 */
export async function expectBilled(
  stage: Stage,
  { model, provider }: Pick<ModelClient, 'model' | 'provider'>,
  body: () => Promise<unknown>,
  { requests = 1, unknown }: Expectation = {},
): Promise<void> {
  const before = await readBoth(stage, model);
  stage.exporter.reset();
  await body();
  await stage.server.settled();
  await untilRecorded(stage, before.recorded.calls + requests);
  const after = await readBoth(stage, model);
  const billed = subtract(after.billed, before.billed);
  assert.equal(billed.calls, requests, 'requests at the server');
  const expected = priced(
    { ...billed, ...(unknown === 'cache' && { cachedReadTokens: 0 }) },
    { model, provider },
  );
  const recorded = subtract(after.recorded, before.recorded);
  assert.deepEqual(recorded, unknown === 'usage' ? withoutUsage(expected) : expected);
  const costs = stage.exporter.getFinishedSpans().filter(({ attributes }) => 'kagura.cost.usd' in attributes);
  assert.equal(costs.length, unknown === 'usage' ? 0 : requests, 'spans with a cost');
}

/** Runs a body whose one request the server refuses, and demands that the store has it as so many failed calls. */
export async function expectFailed(stage: Stage, body: () => Promise<unknown>, calls: number): Promise<void> {
  const before = await stage.recorded();
  // Some streams end instead of throwing.
  await body().catch(() => undefined);
  await untilRecorded(stage, before.calls + calls);
  const after = await stage.recorded();
  const recorded = {
    calls: after.calls - before.calls,
    failedCalls: after.failedCalls - before.failedCalls,
    unpricedCalls: after.unpricedCalls - before.unpricedCalls,
  };
  assert.deepEqual(recorded, { calls, failedCalls: calls, unpricedCalls: 0 });
}

/** Waits also where there is nothing to wait for, because a second record of a call may come later than the first. */
async function untilRecorded(stage: Stage, calls: number): Promise<void> {
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    await setTimeout(SIDE_READING);
    if ((await stage.recorded()).calls >= calls) return;
  }
}

async function readBoth({ server, recorded }: Stage, model: string) {
  return { recorded: pick(await recorded()), billed: pick(server.usage.get(model)) };
}

function pick(totals: Partial<Totals> | undefined): Counts {
  return Object.fromEntries(COUNTS.map((key) => [key, totals?.[key] ?? 0])) as Counts;
}

function subtract(after: Counts, before: Counts): Counts {
  return Object.fromEntries(COUNTS.map((key) => [key, after[key] - before[key]])) as Counts;
}

function priced(billed: Counts, { model, provider }: Pick<ModelClient, 'model' | 'provider'>): Counts {
  const { nanoUsd, status } = new CostTracker().calculateCost({ model, provider, ...billed });
  assert.equal(status, 'exact', `the price of ${model}`);
  return { ...billed, nanoUsd: nanoUsd ?? Number.NaN };
}

/** Unknown, not free: the call is there, and said to have no price. */
function withoutUsage({ calls }: Counts): Counts {
  return { ...pick(undefined), calls, unpricedCalls: calls };
}
