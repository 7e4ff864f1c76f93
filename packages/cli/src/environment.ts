/** The environment variables that the command obeys. */
export interface Environment {
  /** `KAGURA_DB`: path of the database. */
  readonly database?: string | undefined;
  /** `KAGURA_TZ`: IANA name of the time zone to report in. */
  readonly timeZone?: string | undefined;
}

/** Reads the process environment. A variable that is set to nothing counts as not set. */
export function readEnvironment(): Environment {
  return {
    database: process.env.KAGURA_DB || undefined,
    timeZone: process.env.KAGURA_TZ || undefined,
  };
}
