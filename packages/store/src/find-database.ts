export function findDatabase(cwd: string): string | undefined {
  throw new Error(`not yet: ${cwd}`);
}

export function defaultDatabasePath(cwd: string): string {
  throw new Error(`not yet: ${cwd}`);
}
