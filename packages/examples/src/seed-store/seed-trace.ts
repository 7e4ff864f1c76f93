import { calculateCost, type SpanContent, type SpanError, type SpanRecord, type Usage } from '@kagura/core';
import type { Random } from './random';
import type { SeedAgent } from './seed-agents';
import type { SeedModel } from './seed-models';
import { type SpanFields, type SpanPlace, seedContent, seedSpan, type TraceFields } from './seed-span';

/** Who and what the traces are made of. */
export interface Cast {
  readonly agents: readonly [SeedAgent, ...SeedAgent[]];
  readonly models: readonly [SeedModel, ...SeedModel[]];
  readonly content: boolean;
}

interface Invocation {
  readonly agent: SeedAgent;
  readonly parentSpanId: string | null;
  readonly startUs: number;
}

/** How a model call went. */
interface ModelCall {
  /** In microseconds. */
  readonly endUs: number;
  readonly error: SpanError | null;
}

const OUTSIDE: SpanPlace = { parentSpanId: null, agent: null, agentSpanId: null };

const MS = 1_000;
const FAILED_MODEL_CALLS = 0.02;
const RETRIED_FAILURES = 0.7;
const FAILED_TOOLS = 0.015;
const STREAMED_CALLS = 0.4;
const CACHED_CALLS = 0.3;
const DELEGATIONS = 0.1;

const RATE_LIMIT: SpanError = {
  type: 'RateLimitError',
  message: '429 Rate limit reached: try again in 2s.',
  stack: null,
};
const TOOL_FAILURE: SpanError = { type: 'TimeoutError', message: 'No answer within 5,000 ms.', stack: null };

/** Makes up the spans of one trace. */
export class SeedTrace {
  readonly #random: Random;
  readonly #cast: Cast;
  readonly #trace: TraceFields;
  readonly #spans: SpanRecord[] = [];

  constructor(random: Random, cast: Cast, trace: TraceFields) {
    this.#random = random;
    this.#cast = cast;
    this.#trace = trace;
  }

  /** An agent with its model calls, tools and steps; now and then it calls another. The outermost span comes first. */
  invocation(agent: SeedAgent, startUs: number): readonly SpanRecord[] {
    this.#invoke({ agent, parentSpanId: null, startUs });
    return this.#spans;
  }

  /** A model call that no agent made. */
  modelCall(startUs: number): readonly SpanRecord[] {
    this.#callModel(startUs, OUTSIDE);
    return this.#spans;
  }

  /** Returns when it ended, in microseconds. */
  #invoke({ agent, parentSpanId, startUs }: Invocation): number {
    const random = this.#random;
    const spanId = random.hex(16);
    const position = this.#spans.length;
    const inside: SpanPlace = { parentSpanId: spanId, agent: agent.name, agentSpanId: spanId };
    let now = startUs + random.integer(100, 5_000);
    let error: SpanError | null = null;
    const modelCalls = random.integer(1, agent.maxModelCalls);
    for (let made = 0; made < modelCalls && error === null; made += 1) {
      if (made > 0) now = this.#work(random.pick(agent.tools), now, inside);
      const call = this.#callModel(now, inside);
      now = call.endUs;
      if (call.error !== null && !random.chance(RETRIED_FAILURES)) error = call.error;
    }
    if (parentSpanId === null && error === null && random.chance(DELEGATIONS)) {
      now = this.#invoke({ agent: random.pick(this.#cast.agents), parentSpanId: spanId, startUs: now });
    }
    const endUs = now + random.integer(100, 3_000);
    this.#add(
      { parentSpanId, agent: agent.name, agentSpanId: spanId },
      {
        spanId,
        name: agent.name,
        kind: 'agent',
        operation: 'invoke_agent',
        startUs,
        durationUs: endUs - startUs,
        error,
        content: this.#content(),
      },
    );
    // An invocation stands before what happened in it, though it ends after it.
    this.#spans.splice(position, 0, ...this.#spans.splice(-1));
    return endUs;
  }

  /** A tool and, for every other one, a step with what it returned. Returns when they ended. */
  #work(tool: string, startUs: number, inside: SpanPlace): number {
    const random = this.#random;
    const durationUs = random.skewed(120 * MS);
    const error = random.chance(FAILED_TOOLS) ? TOOL_FAILURE : null;
    const spanId = random.hex(16);
    this.#add(inside, {
      spanId,
      name: tool,
      kind: 'tool',
      operation: 'execute_tool',
      startUs,
      durationUs,
      error,
    });
    const endUs = startUs + durationUs;
    if (random.chance(0.5)) return endUs;
    const stepUs = random.skewed(8 * MS);
    this.#add(inside, {
      spanId: random.hex(16),
      name: 'rank_results',
      kind: 'step',
      startUs: endUs,
      durationUs: stepUs,
    });
    return endUs + stepUs;
  }

  #callModel(startUs: number, place: SpanPlace): ModelCall {
    const random = this.#random;
    const { provider, model, msPerOutputToken, reasons } = random.pick(this.#cast.models);
    const error = random.chance(FAILED_MODEL_CALLS) ? RATE_LIMIT : null;
    const usage = error === null ? this.#usage(reasons) : null;
    const firstUs = random.skewed(350 * MS);
    const durationUs = firstUs + Math.round((usage?.outputTokens ?? 0) * msPerOutputToken * MS);
    this.#add(place, {
      spanId: random.hex(16),
      name: model,
      kind: 'model',
      operation: 'chat',
      provider,
      startUs,
      durationUs,
      error,
      timeToFirstChunkUs: usage !== null && random.chance(STREAMED_CALLS) ? firstUs : null,
      usage,
      cost: usage && calculateCost({ provider, model, usage, at: new Date(startUs / 1_000) }),
      responseId: usage && `resp_${random.hex(16)}`,
      content: this.#content(),
    });
    return { endUs: startUs + durationUs, error };
  }

  #usage(reasons: boolean): Usage {
    const random = this.#random;
    const inputTokens = random.skewed(900);
    const outputTokens = random.skewed(160);
    return {
      inputTokens,
      outputTokens,
      cachedReadTokens: random.chance(CACHED_CALLS) ? Math.floor(inputTokens / 2) : undefined,
      reasoningTokens: reasons ? Math.floor(outputTokens / 3) : undefined,
    };
  }

  #content(): SpanContent | null {
    return this.#cast.content ? seedContent(this.#random) : null;
  }

  #add(place: SpanPlace, fields: SpanFields): void {
    this.#spans.push(seedSpan(this.#trace, place, fields));
  }
}
