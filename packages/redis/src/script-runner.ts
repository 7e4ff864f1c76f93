import { LedgerUnavailableError } from '@kagura/core';
import type { ConnectionSource } from './clients/connection-source';
import type { RedisConnection, ScriptCall } from './clients/redis-connection';
import { plainError } from './plain-error';
import { TooLateError, withinTime } from './within-time';

/** So many commands may be without an answer after their time before no more are sent. */
const MOST_UNANSWERED = 256;
/** A connection on which nothing was answered for so many times the time of a command is given up. */
const SILENT_COMMANDS = 10;

/**
 * Runs scripts in bounded time. What comes late has no effect that a repeated question would not have, so it is left
 * alone.
 */
export class ScriptRunner {
  readonly #source: ConnectionSource;
  readonly #timeoutMs: number;
  #unanswered = 0;
  #silentSince: number | undefined;

  constructor(source: ConnectionSource, timeoutMs: number) {
    this.#source = source;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @throws LedgerUnavailableError with the message and the code of the client's error as its cause
   * @throws RangeError where a balance would be more than can be counted exactly
   */
  async run(call: ScriptCall): Promise<unknown> {
    try {
      return await this.#ask(await this.#source.connection(), call);
    } catch (error) {
      const cause = plainError(error);
      if (cause.message.includes('KAGURA_RANGE')) {
        throw new RangeError('A budget counts up to 9,007,199.254740991 USD.', { cause });
      }
      throw new LedgerUnavailableError(`The budget ledger in Redis cannot be asked: ${cause.message}.`, {
        cause,
      });
    }
  }

  close(): void {
    this.#source.close();
  }

  async #ask(connection: RedisConnection, call: ScriptCall): Promise<unknown> {
    if (this.#silentSince !== undefined) this.#checkSilence(connection, this.#silentSince);
    if (this.#unanswered >= MOST_UNANSWERED) throw new Error(`${this.#unanswered} commands are not answered`);
    const answer = evaluate(connection, call);
    try {
      const value = await withinTime(answer, this.#timeoutMs, 'no answer');
      this.#silentSince = undefined;
      return value;
    } catch (error) {
      if (error instanceof TooLateError) this.#await(answer);
      throw error;
    }
  }

  #await(answer: Promise<unknown>): void {
    this.#unanswered += 1;
    this.#silentSince ??= performance.now() - this.#timeoutMs;
    const settle = () => {
      this.#unanswered -= 1;
      this.#silentSince = undefined;
    };
    answer.then(settle, settle);
  }

  /** A connection whose other end has vanished would be kept for many minutes. */
  #checkSilence(connection: RedisConnection, since: number): void {
    if (performance.now() - since < SILENT_COMMANDS * this.#timeoutMs) return;
    this.#silentSince = undefined;
    this.#source.giveUp(connection);
    throw new Error('the server does not answer');
  }
}

async function evaluate(connection: RedisConnection, call: ScriptCall): Promise<unknown> {
  try {
    return await connection.evalSha(call);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return connection.evalSource(call);
    throw error;
  }
}
