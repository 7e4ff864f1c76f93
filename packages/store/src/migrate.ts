import { backUp } from './backup';
import type { Connection } from './connection';
import type { OpenInternals } from './open-internals';
import { StoreError } from './store-error';

/**
 * What stands in the header as application id, by which a database of another program is told apart, and spans from
 * budgets: "KGRA" and "KGRL".
 */
export const APPLICATION_IDS = { spans: 0x4b475241, ledger: 0x4b47524c } as const;

interface Header {
  readonly version: number;
  readonly applicationId: number;
  readonly isEmpty: boolean;
}

/**
 * Refuses what this version must not touch or cannot read.
 *
 * @throws StoreError
 */
export function checkSchema(opened: Connection, path: string, { content, migrations }: OpenInternals): void {
  const header = readHeader(opened);
  if (!header.isEmpty && header.applicationId !== APPLICATION_IDS[content]) {
    const isOfKagura = Object.values<number>(APPLICATION_IDS).includes(header.applicationId);
    const reason = isOfKagura ? 'Kagura keeps something else in it' : 'it belongs to another program';
    throw new StoreError(
      'KAGURA_DB_UNREADABLE',
      `The database ${path} cannot be used: ${reason}. Choose another file.`,
    );
  }
  if (header.version > migrations.length) {
    throw new StoreError(
      'KAGURA_DB_NEWER_SCHEMA',
      `The database ${path} is from a newer Kagura (schema ${header.version}, this one knows ${migrations.length}). ` +
        'Upgrade the @kagura packages here.',
    );
  }
}

/**
 * Refuses a schema that would first have to be migrated, which a reader must not do.
 *
 * @throws StoreError
 */
export function requireSchema(opened: Connection, path: string, internals: OpenInternals): void {
  const { migrations, filledBy } = internals;
  checkSchema(opened, path, internals);
  const { version, isEmpty } = readHeader(opened);
  if (isEmpty) {
    throw new StoreError(
      'KAGURA_DB_NOT_FOUND',
      `The database ${path} is empty. It is filled by ${filledBy}.`,
    );
  }
  if (version < migrations.length) {
    throw new StoreError(
      'KAGURA_DB_UNREADABLE',
      `The database ${path} is from an older Kagura (schema ${version}, this one reads ${migrations.length}). ` +
        'It is brought up to date when an application with these @kagura packages records its next call.',
    );
  }
}

/** Brings the schema up to date. Of several processes one does it; the others wait and find it done. */
export function migrate(opened: Connection, path: string, internals: OpenInternals): void {
  const { content, migrations } = internals;
  if (readHeader(opened).version === migrations.length) return;
  opened.transaction('BEGIN EXCLUSIVE', () => {
    // Once more under the lock: whoever held it may have been another version.
    checkSchema(opened, path, internals);
    const { version } = readHeader(opened);
    if (version === migrations.length) return;
    if (version > 0) backUp(path, `${path}.schema-${version}`, internals);
    for (const migration of migrations.slice(version)) opened.exec(migration);
    opened.exec(`PRAGMA application_id = ${APPLICATION_IDS[content]}`);
    opened.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function readHeader(opened: Connection): Header {
  const row = opened.get<{ version: number; application: number; objects: number }>(
    `SELECT (SELECT user_version FROM pragma_user_version) AS version,
            (SELECT application_id FROM pragma_application_id) AS application,
            (SELECT count(*) FROM sqlite_schema) AS objects`,
  );
  return {
    version: row?.version ?? 0,
    applicationId: row?.application ?? 0,
    isEmpty: row?.objects === 0,
  };
}
