/** An open database file. What is inside is private to this package: others ask through its query functions. */
export interface Database {
  readonly path: string;
  readonly readOnly: boolean;
  /** Closes the file. Closing twice does nothing. */
  close(): void;
}
