import { GEN_AI, KAGURA } from '@kagura/core';
import { type Attributes, type Context, SpanKind } from '@opentelemetry/api';
import { ActiveCall } from './active-call';
import { callContextOf } from './call-context';
import { type CallDefinition, NO_OPTIONS } from './call-definition';
import { CallFrame, frameOf, withFrame } from './call-frame';
import { toBoundedJson } from './capture';
import { toHrTime } from './clock';
import type { ObservedKind, ObserveOptions } from './observe-options';
import type { Runtime } from './runtime';
import { safely } from './safely';

/** Deeper recursion goes unobserved: each observed call takes several frames of the stack that the application may need. */
const MAX_DEPTH = 250;

/** Starts the span and the frame of one call; `undefined` where it is to go unobserved. */
export function beginCall(
  runtime: Runtime,
  definition: CallDefinition,
  self: unknown,
  args: readonly unknown[],
): ActiveCall | undefined {
  const { diagnostics, binding } = runtime;
  const active = binding.active();
  const enclosing = frameOf(active) ?? frameOf(binding.privatelyActive());
  if (enclosing && enclosing.depth >= MAX_DEPTH) return undefined;
  const options = safely(diagnostics, 'options', () => definition.optionsOf(self, args)) ?? NO_OPTIONS;
  const logsPrompts = options.logPrompts ?? runtime.capture.prompts;
  const input = logsPrompts
    ? (safely(diagnostics, 'capture', () => toBoundedJson(args, runtime.capture.maxLength)) ?? null)
    : null;
  const { frame, context } = openFrame(runtime, active, { definition, options, self, enclosing });
  if (frame.kind === 'model') frame.parent?.modelCallOpened();
  if (frame.kind === 'agent') runtime.metrics.callStarted(frame.name);
  return new ActiveCall(runtime, frame, { context: withFrame(context, frame), input });
}

interface Opening {
  readonly definition: CallDefinition;
  readonly options: ObserveOptions;
  readonly self: unknown;
  readonly enclosing: CallFrame | undefined;
}

function openFrame(
  runtime: Runtime,
  active: Context,
  { definition, options, self, enclosing }: Opening,
): { readonly frame: CallFrame; readonly context: Context } {
  const { binding, clock, foreignSpans } = runtime;
  const foreign = foreignSpans.enclosing(active, enclosing);
  const around = foreign ?? enclosing;
  const enclosingAgent = around?.agent ?? null;
  const { kind, name } = definition.identify(options, { parent: enclosing, enclosingAgent, self });
  if (kind === 'model' && foreign) foreignSpans.markModelChild(foreign);
  const callContext = callContextOf(active);
  const startMonotonicUs = clock.monotonic();
  const startUs = clock.epochAt(startMonotonicUs);
  const agent = options.agent ?? (kind === 'agent' ? name : enclosingAgent);
  const attributes = startAttributes({ kind, name, agent, options, session: callContext.session });
  const spanKind = kind === 'model' ? SpanKind.CLIENT : SpanKind.INTERNAL;
  const started = binding.startSpan(
    spanName(kind, name, options),
    { kind: spanKind, startTime: toHrTime(startUs), attributes },
    { active, enclosing: enclosing?.span },
  );
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
    instance: definition.isOfClass && typeof self === 'object' && self !== null ? self : undefined,
    span: started.span,
    traceId,
    spanId,
    startUs,
    startMonotonicUs,
  });
  return { frame, context: started.context };
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
