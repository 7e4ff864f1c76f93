import { GEN_AI, KAGURA } from '@kagura/core';
import { type Attributes, type Context, SpanKind } from '@opentelemetry/api';
import { callContextOf } from './call-context';
import type { CallIdentity } from './call-definition';
import { CallFrame } from './call-frame';
import type { CallSignature } from './call-signature';
import { toHrTime } from './clock';
import type { Exchange } from './exchange';
import type { ObserveOptions } from './observe-options';
import type { CallPlace, PlaceInput } from './place-call';
import { redactAttributes } from './redact-attributes';
import type { Runtime } from './runtime';

/** A call that begins. */
export interface FrameInput extends PlaceInput {
  /** The instance, where its class is the agent. */
  readonly instance: object | undefined;
  /** By what the call is known again when it is tried again. */
  readonly signature: CallSignature | undefined;
}

/** Starts the span of a call where it stands in the trace, and opens its books. */
export function openFrame(
  runtime: Runtime,
  { enclosing, options, instance, exchange, signature }: FrameInput,
  { active, foreignAround, beside, around, identity, agent }: CallPlace,
): { readonly frame: CallFrame; readonly context: Context } {
  const { binding, clock } = runtime;
  const { kind, name } = identity;
  const callContext = callContextOf(active);
  const startMonotonicUs = clock.monotonic();
  const startUs = clock.epochAt(startMonotonicUs);
  const spanOptions = {
    kind: kind === 'model' ? SpanKind.CLIENT : SpanKind.INTERNAL,
    startTime: toHrTime(startUs),
    attributes: startAttributes(runtime, {
      identity,
      agent,
      options,
      session: callContext.session,
      exchange,
    }),
  };
  const started = binding.startSpan(spanName(identity, options, exchange), spanOptions, {
    active,
    enclosing: enclosing?.span,
  });
  const { traceId, spanId } = binding.identify(started.span, enclosing);
  const frame = new CallFrame({
    enclosing,
    kind,
    name,
    agent,
    agentSpanId: kind === 'agent' ? spanId : (around?.agentSpanId ?? null),
    parentSpanId: around?.spanId ?? null,
    options,
    callContext,
    instance,
    exchange,
    signature,
    foreignAround,
    beside,
    span: started.span,
    traceId,
    spanId,
    startUs,
    startMonotonicUs,
  });
  if (frame.attempt > 1) frame.span.setAttribute(KAGURA.attempt, frame.attempt);
  return { frame, context: started.context };
}

function spanName(
  { kind, name }: CallIdentity,
  options: ObserveOptions,
  exchange: Exchange | undefined,
): string {
  switch (kind) {
    case 'agent':
      return `invoke_agent ${name}`;
    case 'tool':
      return `execute_tool ${name}`;
    case 'model': {
      const operation = exchange?.operation ?? 'chat';
      return options.model === undefined ? operation : `${operation} ${options.model}`;
    }
    default:
      return name;
  }
}

interface StartAttributes {
  readonly identity: CallIdentity;
  readonly agent: string | null;
  readonly options: ObserveOptions;
  readonly session: string | undefined;
  readonly exchange: Exchange | undefined;
}

/** What a sampler may want to decide on is set at the start, as the conventions ask. */
function startAttributes(
  { capture }: Runtime,
  { identity, agent, options, session, exchange }: StartAttributes,
): Attributes {
  const { kind, name } = identity;
  const filter = options.attributes && capture.filter({ agent, kind, direction: 'attribute' });
  const given = filter && redactAttributes(options.attributes, filter);
  const attributes: Attributes = given ? { ...(given as Attributes) } : {};
  if (agent !== null) attributes[KAGURA.agent] = agent;
  if (session !== undefined) attributes[GEN_AI.conversationId] = session;
  if (kind === 'agent') {
    attributes[GEN_AI.operation] = 'invoke_agent';
    attributes[GEN_AI.agentName] = name;
  } else if (kind === 'tool') {
    attributes[GEN_AI.operation] = 'execute_tool';
    attributes[GEN_AI.toolName] = name;
  } else if (kind === 'model') {
    attributes[GEN_AI.operation] = exchange?.operation ?? 'chat';
    if (options.provider !== undefined) attributes[GEN_AI.provider] = options.provider;
    if (options.model !== undefined) attributes[GEN_AI.requestModel] = options.model;
    if (exchange) Object.assign(attributes, exchange.requestAttributes);
  }
  return attributes;
}
