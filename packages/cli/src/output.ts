import type { CliError } from './cli-error';
import { EXIT_CODE, type ExitCode } from './exit-code';

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
  #helped = false;
  /** How the command ends that has said what it had to say. */
  exitCode: ExitCode = EXIT_CODE.success;

  /** True once the command's own words, its help or version, were printed because they were asked for. */
  get helped(): boolean {
    return this.#helped;
  }

  constructor(streams: OutputStreams) {
    this.#streams = streams;
  }

  /** A block of text, made safe for a terminal. */
  print(text: string): void {
    this.#streams.stdout.write(`${core().sanitizeText(text)}\n`);
  }

  /** Words of the command's own, such as its help: they are safe as they are. */
  printOwn(text: string): void {
    this.#helped = true;
    this.#streams.stdout.write(`${text}\n`);
  }

  printJson(value: unknown): void {
    this.#streams.stdout.write(`${toJson(value)}\n`);
  }

  note(text: string): void {
    this.#streams.stderr.write(`${core().sanitizeText(text)}\n`);
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
  return core().escapeJsonControls(JSON.stringify(value, null, 2));
}

/** Loaded when it is needed: the version and the help are printed without it. */
function core(): typeof import('@kagura/core') {
  return require('@kagura/core');
}
