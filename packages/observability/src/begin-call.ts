import { GEN_AI, KAGURA } from '@kagura/core';
import { type Attributes, type Context, SpanKind, trace } from '@opentelemetry/api';
import { ActiveCall } from './active-call';
import { callContextOf } from './call-context';
import { type CallDefinition, NO_OPTIONS } from './call-definition';
import { CallFrame, frameOf, withFrame } from './call-frame';
import { toBoundedJson } from './capture';
import { toHrTime } from './clock';
import type { ObservedKind, ObserveOptions } from './observe-options';
import type { Runtime } from './runtime';
import { safely } from './safely';

/** Starts the span and the frame of one call. */
export function beginCall(
  runtime: Runtime,
  definition: CallDefinition,
  self: unknown,
  args: readonly unknown[],
): ActiveCall {
  const options =
    safely(runtime.diagnostics, 'options', () => definition.optionsOf(self, args)) ?? NO_OPTIONS;
  const active = runtime.binding.active();
  const frame = openFrame(runtime, active, { definition, options, self });
  if (frame.kind === 'model') frame.parent?.modelCallOpened();
  if (frame.kind === 'agent') runtime.metrics.callStarted(frame.name);
  const logsPrompts = options.logPrompts ?? runtime.capture.prompts;
  const input = logsPrompts ? toBoundedJson(args, runtime.capture.maxLength) : null;
  return new ActiveCall(runtime, frame, {
    context: withFrame(trace.setSpan(active, frame.span), frame),
    input,
  });
}

interface Opening {
  readonly definition: CallDefinition;
  readonly options: ObserveOptions;
  readonly self: unknown;
}

function openFrame(runtime: Runtime, active: Context, { definition, options, self }: Opening): CallFrame {
  const parent = frameOf(active);
  const foreign = runtime.foreignSpans.enclosing(active, parent);
  const enclosingAgent = foreign?.agent ?? parent?.agent ?? null;
  const { kind, name } = definition.identify(options, { parent, enclosingAgent, self });
  const callContext = callContextOf(active);
  const startMonotonicUs = runtime.clock.monotonic();
  const startUs = runtime.clock.epochAt(startMonotonicUs);
  const agent = options.agent ?? (kind === 'agent' ? name : enclosingAgent);
  const attributes = startAttributes({ kind, name, agent, options, session: callContext.session });
  const spanKind = kind === 'model' ? SpanKind.CLIENT : SpanKind.INTERNAL;
  const { binding } = runtime;
  const spanOptions = { kind: spanKind, startTime: toHrTime(startUs), attributes };
  const span = binding.startSpan(spanName(kind, name, options), spanOptions, active);
  const { traceId, spanId } = binding.identify(span, parent);
  const enclosingAgentSpanId = foreign?.agentSpanId ?? parent?.agentSpanId ?? null;
  return new CallFrame({
    parent,
    kind,
    name,
    agent,
    agentSpanId: kind === 'agent' ? spanId : enclosingAgentSpanId,
    parentSpanId: foreign?.spanId ?? parent?.spanId ?? null,
    options,
    callContext,
    self,
    span,
    traceId,
    spanId,
    startUs,
    startMonotonicUs,
  });
}

function spanName(kind: ObservedKind, name: string, options: ObserveOptions): string {
  switch (kind) {
    case 'agent':
      return `invoke_agent ${name}`;
    case 'tool':
      return `execute_tool ${name}`;
    case 'model':
      return options.model === undefined ? 'chat' : `chat ${options.model}`;
    default:
      return name;
  }
}

interface StartAttributes {
  readonly kind: ObservedKind;
  readonly name: string;
  readonly agent: string | null;
  readonly options: ObserveOptions;
  readonly session: string | undefined;
}

/** What a sampler may want to decide on is set at the start, as the conventions ask. */
function startAttributes({ kind, name, agent, options, session }: StartAttributes): Attributes {
  const attributes: Attributes = options.attributes ? { ...(options.attributes as Attributes) } : {};
  if (agent !== null) attributes[KAGURA.agent] = agent;
  if (session !== undefined) attributes[GEN_AI.conversationId] = session;
  if (kind === 'agent') {
    attributes[GEN_AI.operation] = 'invoke_agent';
    attributes[GEN_AI.agentName] = name;
  } else if (kind === 'tool') {
    attributes[GEN_AI.operation] = 'execute_tool';
    attributes[GEN_AI.toolName] = name;
  } else if (kind === 'model') {
    attributes[GEN_AI.operation] = 'chat';
    if (options.provider !== undefined) attributes[GEN_AI.provider] = options.provider;
    if (options.model !== undefined) attributes[GEN_AI.requestModel] = options.model;
  }
  return attributes;
}
