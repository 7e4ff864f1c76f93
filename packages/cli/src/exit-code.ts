/** What the command's exit status says. */
export const EXIT_CODE = {
  /** Also for an empty result and for a reader that closed the pipe. */
  success: 0,
  /** A defect or an input/output error. */
  failure: 1,
  usage: 2,
  /** No database, or one that cannot be read. */
  dataSource: 3,
  /** Something asked for by name is not there. */
  notFound: 4,
  /** What was asked for does not hold, such as a budget that is kept. */
  conditionFailed: 5,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];
