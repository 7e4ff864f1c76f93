import type { Database } from './database';

export interface OpenDatabaseOptions {
  readonly path: string;
  /** Never creates or changes the database. Default: false. */
  readonly readOnly?: boolean;
}

export function openDatabase(options: OpenDatabaseOptions): Database {
  throw new Error(`not yet: ${options.path}`);
}
