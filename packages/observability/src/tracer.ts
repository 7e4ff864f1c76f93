import type { ObserveDecorator } from './decorator-types';
import { createDecorator } from './decorators';
import { instrument } from './instrument';
import { type ReadingOptions, readingSource, TraceReader } from './reading';
import { runtimeSource } from './runtime-source';
import { startTimedSpan, type TimedSpan } from './timed-span';

/** Traces: marks what to follow, and reads what happened. */
export class Tracer extends TraceReader {
  /**
   * Decorates a method whose invocations are to be followed: recorded as an agent where no agent encloses it, else
   * as a step. Takes the same forms as `@Observe`.
   */
  readonly trace: ObserveDecorator = createDecorator('trace');

  constructor(options: ReadingOptions = {}) {
    super(readingSource(options, runtimeSource));
  }

  /** Runs `fn` as a named step; calls inside are its children. Returns what `fn` returns, a promise included. */
  span<T>(name: string, fn: () => T): T;
  /** Times a stretch of code until `end()` or the end of a `using` block. Calls inside are not its children. */
  span(name: string): TimedSpan;
  span<T>(name: string, fn?: () => T): T | TimedSpan {
    if (fn === undefined) return startTimedSpan(name);
    return instrument(fn, { input: name, role: 'step' })();
  }
}
