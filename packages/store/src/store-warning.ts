/** Something about a database that works all the same, but that someone should know of. */
export interface StoreWarning {
  /**
   * - `KAGURA_DB_QUARANTINED`: a damaged file was put aside, and a new one was started.
   * - `KAGURA_DB_DAMAGED`: a check has found damage; the file is put aside, or refused, when it is opened next.
   * - `KAGURA_DB_LOG_LARGE`: the log grows because others read for long, or never cease to write.
   * - `KAGURA_LEDGER_CLOCK`: the clock is minutes behind the ledger's, which goes on from where it was.
   */
  readonly code:
    | 'KAGURA_DB_QUARANTINED'
    | 'KAGURA_DB_DAMAGED'
    | 'KAGURA_DB_LOG_LARGE'
    | 'KAGURA_LEDGER_CLOCK';
  /** What happened, and what to do about it. */
  readonly message: string;
}

export type Warn = (warning: StoreWarning) => void;
