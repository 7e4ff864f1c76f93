import { escapeJsonControls, sanitizeText } from '@kagura/core';
import type { CliError } from './cli-error';

/** Where text goes: a process stream, or what a test collects. */
export interface TextStream {
  write(text: string): unknown;
}

export interface OutputStreams {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

export interface FailureFormat {
  readonly json: boolean;
  /** Adds the stack of what was thrown. */
  readonly debug: boolean;
}

/** The only writer: data goes to stdout, everything said about it to stderr. */
export class Output {
  readonly #streams: OutputStreams;

  constructor(streams: OutputStreams) {
    this.#streams = streams;
  }

  /** A block of text, made safe for a terminal. */
  print(text: string): void {
    this.#streams.stdout.write(`${sanitizeText(text)}\n`);
  }

  printJson(value: unknown): void {
    this.#streams.stdout.write(`${toJson(value)}\n`);
  }

  note(text: string): void {
    this.#streams.stderr.write(`${sanitizeText(text)}\n`);
  }

  /** Says what failed and what to do about it. */
  fail(error: CliError, { json, debug }: FailureFormat): void {
    if (json) {
      const { code, message, hint = null, exitCode } = error;
      this.#streams.stderr.write(`${toJson({ error: { code, message, hint, exit_code: exitCode } })}\n`);
    } else {
      const hint = error.hint === undefined ? '' : `\n${error.hint}`;
      this.note(`✖ ${error.message}${hint}`.replaceAll('\n', '\n  '));
    }
    if (debug) {
      const cause = error.cause instanceof Error ? error.cause : error;
      this.note(cause.stack ?? cause.message);
    }
  }
}

function toJson(value: unknown): string {
  return escapeJsonControls(JSON.stringify(value, null, 2));
}
