import type { Diagnostics } from './diagnostics';

/**
 * Runs our own code so that its failure never reaches the application: the error is counted and reported, and
 * `undefined` comes back. The application's function is never called inside.
 */
export function safely<T>(diagnostics: Diagnostics, where: string, body: () => T): T | undefined {
  diagnostics.enter();
  try {
    return body();
  } catch (error) {
    diagnostics.internalError(where, error);
    return undefined;
  } finally {
    diagnostics.leave();
  }
}
