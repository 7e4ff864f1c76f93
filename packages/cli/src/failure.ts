import { ConfigurationError, KaguraError, LedgerUnavailableError } from '@kagura/core';
import { StoreError } from '@kagura/store';
import { CommanderError } from 'commander';
import { CliError, usageError } from './cli-error';
import { EXIT_CODE } from './exit-code';

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
  if (error instanceof LedgerUnavailableError) {
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
  if (error.code === 'commander.help') {
    return usageError('A command is missing.', 'Add --help to see which there are.');
  }
  const [first = '', suggestion] = error.message.split('\n');
  const message = first.replace(/^error: /, '');
  const hint = suggestion === undefined ? "Run 'kagura --help'." : suggestion.replace(/^\((.*)\)$/, '$1');
  return usageError(message.charAt(0).toUpperCase() + message.slice(1), hint);
}
