import { field } from '@kagura/core';
import { ActiveCall } from './active-call';
import { type CallDefinition, NO_OPTIONS } from './call-definition';
import { type CallFrame, frameOf, withFrame } from './call-frame';
import { type CallSignature, contentOf } from './call-signature';
import type { ContentPlace } from './content-filter';
import type { Exchange } from './exchange';
import { LocalSpan } from './local-span';
import type { ObserveOptions } from './observe-options';
import { type FrameInput, openFrame } from './open-frame';
import { placeCall } from './place-call';
import { argumentTexts, type PromptTexts, requestTexts } from './prompt-texts';
import type { Runtime } from './runtime';
import { safely } from './safely';

/** Deeper on the stack calls go unobserved: each takes several frames of it that the application may need. */
const MAX_STACKED_CALLS = 250;

/** Deeper inside calls that wait for one another, too: each keeps books on all around it. */
const MAX_DEPTH = 10_000;

/** Starts the span and the frame of one call; `undefined` where it is to go unobserved. */
export function beginCall(
  runtime: Runtime,
  definition: CallDefinition,
  self: unknown,
  args: readonly unknown[],
): ActiveCall | undefined {
  const enclosing = enclosingFrame(runtime);
  if (isTooDeep(runtime, enclosing)) return undefined;
  const options =
    safely(runtime.diagnostics, 'options', () => definition.optionsOf(self, args)) ?? NO_OPTIONS;
  return open(runtime, {
    enclosing,
    options,
    prompt: (place) => argumentTexts(args, (value) => runtime.capture.toJson(value, place)),
    identify: (enclosingAgent) => definition.identify(options, { parent: enclosing, enclosingAgent, self }),
    instance: definition.isOfClass && typeof self === 'object' && self !== null ? self : undefined,
    exchange: undefined,
    signature:
      enclosing && safely(runtime.diagnostics, 'signature', () => definition.signatureOf(self, args)),
  });
}

/** Starts the span and the frame of a wrapped client's request; `undefined` where it is to go unobserved. */
export function beginExchange(
  runtime: Runtime,
  exchange: Exchange,
  { options, request }: { readonly options: ObserveOptions; readonly request: unknown },
): ActiveCall | undefined {
  const enclosing = enclosingFrame(runtime);
  if (isTooDeep(runtime, enclosing)) return undefined;
  return open(runtime, {
    enclosing,
    options,
    prompt: (place) => requestTexts(request, (value) => runtime.capture.toJson(value, place)),
    identify: () => ({ kind: 'model', name: options.model ?? exchange.operation }),
    instance: undefined,
    exchange,
    signature:
      enclosing && safely(runtime.diagnostics, 'signature', () => requestSignature(exchange, request)),
  });
}

function requestSignature({ operation, baseUrl }: Exchange, request: unknown): CallSignature | undefined {
  // Models of the AI SDK are told of their tools first, which may be more than is looked at.
  const content = contentOf([field(request, 'prompt'), request]);
  return content && { callee: `${operation} ${baseUrl}`, self: undefined, content };
}

/** A wrapped client will make a request from here, even if what is around it now ends before. */
export function announceExchange(runtime: Runtime): void {
  const { binding, foreignSpans } = runtime;
  foreignSpans.announce(binding.active(), enclosingFrame(runtime));
}

function isTooDeep({ callStack }: Runtime, enclosing: CallFrame | undefined): boolean {
  return callStack.depth >= MAX_STACKED_CALLS || (enclosing !== undefined && enclosing.depth >= MAX_DEPTH);
}

function enclosingFrame({ binding }: Runtime): CallFrame | undefined {
  return frameOf(binding.active()) ?? frameOf(binding.privatelyActive());
}

interface Beginning extends FrameInput {
  /** What goes in, asked for only where it is captured. */
  readonly prompt: (place: ContentPlace) => PromptTexts;
}

function open(runtime: Runtime, { prompt, ...beginning }: Beginning): ActiveCall {
  const { capture, diagnostics } = runtime;
  const logsPrompts = beginning.options.logPrompts ?? capture.prompts;
  const place = placeCall(runtime, beginning);
  const from = { agent: place.agent, kind: place.identity.kind, direction: 'input' } as const;
  const texts = logsPrompts ? safely(diagnostics, 'capture', () => prompt(from)) : undefined;
  const { frame, context } = openFrame(runtime, beginning, place);
  const { attributes } = texts ?? {};
  if (attributes && !(frame.span instanceof LocalSpan)) frame.span.setAttributes(attributes);
  if (frame.kind === 'model') frame.parent?.modelCallOpened();
  if (frame.kind === 'agent') runtime.metrics.callStarted(frame.name);
  return new ActiveCall(runtime, frame, { context: withFrame(context, frame), input: texts?.input ?? null });
}
