import type { Context } from '@opentelemetry/api';
import type { CallIdentity } from './call-definition';
import type { CallFrame } from './call-frame';
import type { Exchange } from './exchange';
import type { ForeignSpan } from './foreign-span';
import type { ObserveOptions } from './observe-options';
import type { Runtime } from './runtime';

/** What decides where a call stands. */
export interface PlaceInput {
  /** The observed call around it. */
  readonly enclosing: CallFrame | undefined;
  readonly options: ObserveOptions;
  /** The request of a wrapped client. */
  readonly exchange: Exchange | undefined;
  /** Kind and name, which may depend on whether an agent is around. */
  readonly identify: (enclosingAgent: string | null) => CallIdentity;
}

/** Where a call that begins stands in the trace, and what it is there. */
export interface CallPlace {
  readonly active: Context;
  /** The nearest open span of another instrumentation around it. */
  readonly foreignAround: ForeignSpan | undefined;
  /** The span of another instrumentation that tells of the same call, and stands beside it. */
  readonly beside: ForeignSpan | undefined;
  readonly around: ForeignSpan | CallFrame | undefined;
  readonly identity: CallIdentity;
  readonly agent: string | null;
}

export function placeCall(
  { binding, foreignSpans }: Runtime,
  { enclosing, options, exchange, identify }: PlaceInput,
): CallPlace {
  const active = binding.active();
  const around = foreignSpans.enclosing(active, enclosing) ?? enclosing;
  const enclosingAgent = around?.agent ?? null;
  const identity = identify(enclosingAgent);
  const agent = options.agent ?? (identity.kind === 'agent' ? identity.name : enclosingAgent);
  const foreignAround = foreignSpans.around(active, enclosing);
  const embedder = exchange?.operation === 'embeddings' ? options.model : undefined;
  const beside = identity.kind === 'model' ? foreignSpans.announce(active, enclosing, embedder) : undefined;
  return { active, foreignAround, beside, around, identity, agent };
}
