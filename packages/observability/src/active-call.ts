import { types } from 'node:util';
import {
  createStreamFolder,
  extractUsage,
  type SpanContent,
  type StreamFolder,
  type UsageHint,
  type UsageReading,
} from '@kagura/core';
import type { Context } from '@opentelemetry/api';
import { chargeOfFailure } from './budget/failed-call';
import type { CallFrame } from './call-frame';
import type { CallOutcome } from './call-outcome';
import type { ContentPlace } from './content-filter';
import { EventBytes } from './event-bytes';
import { finishCall } from './finish-call';
import type { OpenCall } from './open-calls';
import type { ResultWatcher } from './result-watcher';
import type { Runtime } from './runtime';
import { safely } from './safely';
import { toSpanError } from './span-error';

/** One observed call from its start to its end; watches the result and ends the frame exactly once. */
export class ActiveCall implements ResultWatcher, OpenCall {
  readonly frame: CallFrame;
  readonly #runtime: Runtime;
  readonly #context: Context;
  readonly #input: string | null;
  #folder: StreamFolder | undefined;
  #bytes: EventBytes | undefined;
  #streamedText = '';
  #firstChunkUs: number | null = null;
  #ended = false;
  #isWatched = false;
  stopReason: Error | undefined;

  constructor(
    runtime: Runtime,
    frame: CallFrame,
    options: { readonly context: Context; readonly input: string | null },
  ) {
    this.#runtime = runtime;
    this.frame = frame;
    this.#context = options.context;
    this.#input = options.input;
  }

  run<T>(body: () => T): T {
    const { binding, callStack } = this.#runtime;
    callStack.depth += 1;
    try {
      return binding.contexts().with(this.#context, body);
    } finally {
      callStack.depth -= 1;
    }
  }

  chunk(value: unknown): void {
    if (this.#ended) return;
    safely(this.#runtime.diagnostics, 'stream', () => {
      this.#firstChunkUs ??= this.#runtime.clock.monotonic() - this.frame.startMonotonicUs;
      this.frame.exchange?.chunk(value);
      if (this.#ended) return;
      if (typeof value === 'string') {
        this.#payFor([value]);
        if (this.#logsResponses && this.#streamedText.length < this.#runtime.capture.maxCollected)
          this.#streamedText += value;
        return;
      }
      // An agent's bytes are its own: those of a model it asked were told of already.
      if (this.frame.kind === 'model' && types.isUint8Array(value)) {
        this.#bytes ??= new EventBytes();
        this.#fold(this.#bytes.push(value));
      } else {
        this.#fold([value]);
      }
    });
  }

  /** Budgets may say that what is held for the call is used up. */
  #payFor(chunks: readonly unknown[]): void {
    const { hold } = this.frame;
    for (const chunk of chunks) this.stopReason = hold?.guard?.progress(hold, chunk);
  }

  #fold(chunks: readonly unknown[]): void {
    this.#payFor(chunks);
    this.#folder ??= createStreamFolder(this.#hint, {
      maxTextLength: this.#logsResponses ? this.#runtime.capture.maxCollected : 0,
    });
    for (const chunk of chunks) this.#folder.add(chunk);
  }

  succeed(value: unknown): void {
    this.#end(() => {
      this.frame.exchange?.response(value);
      return {
        error: null,
        readings: readingsOf(extractUsage(value, this.#hint)),
        response: typeof value === 'object' && value !== null ? value : undefined,
        timeToFirstChunkUs: null,
        content: this.#content(() => this.frame.exchange?.output() ?? value),
      };
    });
  }

  streamEnded({ aborted, returned }: { readonly aborted: boolean; readonly returned?: unknown }): void {
    this.#end(() => {
      // What its reader has left was sent, and is charged as far as it came.
      if (aborted && !this.frame.abandoned) this.frame.failure = 'input';
      if (this.#bytes) this.#fold(this.#bytes.end());
      const streamed = this.#folder?.finishAll({ aborted }) ?? [];
      return {
        error: null,
        readings: streamed.length > 0 ? streamed : readingsOf(extractUsage(returned, this.#hint)),
        response: typeof returned === 'object' && returned !== null ? returned : undefined,
        timeToFirstChunkUs: this.#firstChunkUs,
        content: this.#content(() => this.#streamed() ?? returned),
      };
    });
  }

  fail(error: unknown): void {
    this.#end(() => {
      this.frame.exchange?.failed(error);
      this.frame.failure ??= chargeOfFailure(error);
      return {
        error: toSpanError(error, this.#runtime.capture.filter(this.#placeOf('error'))),
        readings: this.#folder?.finishAll({ aborted: true }) ?? [],
        response: undefined,
        timeToFirstChunkUs: this.#firstChunkUs,
        content: this.#content(() => this.#streamed()),
      };
    }, UNTOLD_FAILURE);
  }

  tapFailed(error: unknown): void {
    this.#runtime.diagnostics.internalError('tap-result', error);
    this.#end(() => ({ ...UNTOLD, content: this.#content(() => undefined) }));
  }

  watchAbandonment(handle: object): void {
    if (this.#ended) return;
    this.stopWatchingAbandonment();
    this.#isWatched = true;
    this.#runtime.abandoned.register(handle, this, this);
  }

  stopWatchingAbandonment(): void {
    if (!this.#isWatched) return;
    this.#isWatched = false;
    this.#runtime.abandoned.unregister(this);
  }

  get streamIn(): string | undefined {
    return this.frame.exchange?.streamIn;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /** Nobody finished with the stream or promise, and nobody can any more: it was collected, or the process ends. */
  abandon(): void {
    this.frame.abandoned = true;
    this.streamEnded({ aborted: true });
  }

  /** The books are closed also where what became of the call cannot be told. */
  #end(outcome: () => CallOutcome, otherwise = UNTOLD): void {
    if (this.#ended) return;
    this.#ended = true;
    this.stopWatchingAbandonment();
    const { diagnostics, openCalls } = this.#runtime;
    openCalls.remove(this);
    const told = safely(diagnostics, 'outcome', outcome) ?? otherwise;
    safely(diagnostics, 'end', () => finishCall(this.#runtime, this.frame, told));
  }

  get #hint(): UsageHint {
    const { exchange, options } = this.frame;
    return { provider: options.provider, model: options.model, baseUrl: exchange?.baseUrl };
  }

  #placeOf(direction: ContentPlace['direction']): ContentPlace {
    return { agent: this.frame.agent, kind: this.frame.kind, direction };
  }

  get #logsResponses(): boolean {
    return this.frame.options.logResponses ?? this.#runtime.capture.responses;
  }

  #streamed(): unknown {
    const output = this.frame.exchange?.output();
    if (output !== undefined) return output;
    const text = this.#folder?.text() || this.#streamedText;
    return text === '' ? undefined : text;
  }

  #content(response: () => unknown): SpanContent | null {
    const value = this.#logsResponses ? response() : undefined;
    const output = value === undefined ? null : this.#runtime.capture.toJson(value, this.#placeOf('output'));
    return this.#input === null && output === null ? null : { input: this.#input, output };
  }
}

/** All that is known of a call whose result could not be looked at. */
const UNTOLD: CallOutcome = {
  error: null,
  readings: [],
  response: undefined,
  timeToFirstChunkUs: null,
  content: null,
};

/** Of one that failed. */
const UNTOLD_FAILURE: CallOutcome = { ...UNTOLD, error: { type: '_OTHER', message: '', stack: null } };

function readingsOf(reading: UsageReading | undefined): readonly UsageReading[] {
  return reading === undefined ? [] : [reading];
}
