import type { CallContext, SpanRecord } from '@kagura/core';
import { Random } from './random';
import { SEED_AGENTS } from './seed-agents';
import { SEED_MODELS } from './seed-models';
import type { SeedOptions } from './seed-options';
import type { TraceFields } from './seed-span';
import { type Cast, SeedTrace } from './seed-trace';

const DAY_US = 86_400_000_000;
/** How much busier than the average the busiest hour of a day is, and how much quieter the quietest. */
const DAILY_SWING = 0.8;
const OUTSIDE_AGENTS = 0.01;
const WITH_SESSION = 0.7;
const WITH_TAGS = 0.3;
/** Traces that are going on at once; a session has one of them after the other. */
const OPEN_SESSIONS = 50;
const TRACES_OF_SESSION = 6;
const USERS = 2_000;
const TEAMS: readonly [string, ...string[]] = ['sales', 'support', 'finance'];

/** Made-up spans, exactly as many as asked for, trace by trace in order of time. */
export function* generateSpans(options: SeedOptions): Generator<SpanRecord> {
  const random = new Random(options.seed);
  const cast: Cast = {
    agents: first(SEED_AGENTS, options.agents),
    models: first(SEED_MODELS, options.models),
    content: options.content,
  };
  const firstUs = options.end.getTime() * 1_000 - options.days * DAY_US;
  let made = 0;
  for (let index = 0; made < options.spans; index += 1) {
    const startUs = firstUs + timeAt(made / options.spans, options.days);
    const spans = makeTrace(random, cast, { index, startUs }).slice(0, options.spans - made);
    made += spans.length;
    yield* spans;
  }
}

function makeTrace(
  random: Random,
  cast: Cast,
  { index, startUs }: { readonly index: number; readonly startUs: number },
): readonly SpanRecord[] {
  const agent = random.pick(cast.agents);
  const fields: TraceFields = {
    traceId: random.hex(32),
    service: agent.service,
    environment: random.pick(['production', 'staging']),
    context: makeContext(random, index),
  };
  const trace = new SeedTrace(random, cast, fields);
  return random.chance(OUTSIDE_AGENTS) ? trace.modelCall(startUs) : trace.invocation(agent, startUs);
}

function makeContext(random: Random, index: number): CallContext {
  const round = Math.floor(index / (OPEN_SESSIONS * TRACES_OF_SESSION));
  const session = round * OPEN_SESSIONS + random.integer(0, OPEN_SESSIONS - 1);
  const isKnown = random.chance(WITH_SESSION);
  return {
    session: isKnown ? `session-${session}` : undefined,
    user: isKnown ? `user-${session % USERS}` : undefined,
    tags: random.chance(WITH_TAGS) ? { team: random.pick(TEAMS) } : undefined,
  };
}

/** Microseconds from the first day to where so much of the load is done: it swells and ebbs once a day. */
function timeAt(share: number, days: number): number {
  const turn = 2 * Math.PI;
  const position = share * days;
  return Math.floor((position - (DAILY_SWING * Math.sin(turn * position)) / turn) * DAY_US);
}

function first<Entry>([head, ...tail]: readonly [Entry, ...Entry[]], count: number): [Entry, ...Entry[]] {
  return [head, ...tail.slice(0, count - 1)];
}
