import { ConfigurationError, KaguraError } from '@kagura/core';
import { StoreError } from '@kagura/store';
import { CommanderError } from 'commander';
import { EXIT_CODE, type ExitCode } from './exit-code';

export interface CliErrorOptions {
  /** Stable name for programs, for example `DB_NOT_FOUND`. */
  readonly code: string;
  readonly exitCode: ExitCode;
  /** What to do about it, in one or more lines. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** A failure as the user is told about it: what happened, how to fix it, and the exit status. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, { code, exitCode, hint, cause }: CliErrorOptions) {
    super(message, { cause });
    this.name = 'CliError';
    this.code = code;
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** A command, flag or value that is not understood. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(message, { code: 'USAGE', exitCode: EXIT_CODE.usage, hint });
}

/** Something asked for by name that is not there. */
export function notFoundError(message: string, hint?: string): CliError {
  return new CliError(message, { code: 'NOT_FOUND', exitCode: EXIT_CODE.notFound, hint });
}

/** Any thrown value as a failure to report. What nobody foresaw is called a defect. */
export function toCliError(error: unknown): CliError {
  if (error instanceof CliError) {
    return error;
  }
  if (error instanceof CommanderError) {
    return fromCommander(error);
  }
  if (error instanceof StoreError) {
    const code = error.code.replace(/^KAGURA_/, '');
    return new CliError(error.message, { code, exitCode: EXIT_CODE.dataSource, cause: error });
  }
  if (error instanceof ConfigurationError) {
    return new CliError(error.message, { code: 'USAGE', exitCode: EXIT_CODE.usage, cause: error });
  }
  const detail = error instanceof Error ? error.message : String(error);
  const code = KaguraError.isInstance(error) ? error.code.replace(/^KAGURA_/, '') : 'INTERNAL';
  return new CliError(`Something went wrong in Kagura: ${detail}`, {
    code,
    exitCode: EXIT_CODE.failure,
    hint: 'Run again with --debug and report it.',
    cause: error,
  });
}

/** Commander puts its suggestion in parentheses on a second line. */
function fromCommander(error: CommanderError): CliError {
  const [first = '', suggestion] = error.message.split('\n');
  const message = first.replace(/^error: /, '');
  const hint = suggestion === undefined ? "Run 'kagura --help'." : suggestion.replace(/^\((.*)\)$/, '$1');
  return usageError(message.charAt(0).toUpperCase() + message.slice(1), hint);
}
