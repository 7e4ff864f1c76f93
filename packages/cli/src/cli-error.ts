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
