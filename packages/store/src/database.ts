import type { Connection } from './connection';

/** Key of the connection inside a database; not exported, so that SQL stays in this package. */
export const connection: unique symbol = Symbol.for('kagura.connection');

/** An open database file. What is inside is private to this package: others ask through its query functions. */
export interface Database {
  readonly path: string;
  readonly readOnly: boolean;
  /** Closes the file. Closing twice does nothing. */
  close(): void;
  /** @internal */
  readonly [connection]: Connection;
}
