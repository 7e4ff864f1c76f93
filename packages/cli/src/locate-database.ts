import { dirname, resolve } from 'node:path';
import { findDatabase } from '@kagura/store';
import { CliError } from './cli-error';
import { EXIT_CODE } from './exit-code';

export interface DatabaseSources {
  readonly flag: string | undefined;
  readonly environment: string | undefined;
  /** Working directory of the command. */
  readonly cwd: string;
}

/**
 * Path of the database to read: the flag's, the environment's, else the nearest one found upward.
 *
 * @throws CliError when there is none; a path that was named is returned whether it exists or not
 */
export function locateDatabase({ flag, environment, cwd }: DatabaseSources): string {
  const named = flag ?? environment;
  if (named !== undefined) {
    return resolve(cwd, named);
  }
  const found = findDatabase(cwd);
  if (found === undefined) {
    throw new CliError('No Kagura database found.', {
      code: 'DB_NOT_FOUND',
      exitCode: EXIT_CODE.dataSource,
      hint: [
        `Looked for .kagura/kagura.db in ${cwd}${parentsText(cwd)}; --db and KAGURA_DB are not set.`,
        'Run a program that uses @kagura/observability to record a first call, or name a file with --db.',
      ].join('\n'),
    });
  }
  return found;
}

function parentsText(cwd: string): string {
  let parents = 0;
  for (let folder = cwd; dirname(folder) !== folder; folder = dirname(folder)) {
    parents += 1;
  }
  return parents === 0 ? '' : ` and its ${parents === 1 ? 'parent' : `${parents} parents`}`;
}
