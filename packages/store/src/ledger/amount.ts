/** @throws RangeError */
export function requireAmount(nanoUsd: number): void {
  if (Number.isSafeInteger(nanoUsd) && nanoUsd >= 0) return;
  throw new RangeError(`An amount of nano-dollars must be a non-negative safe integer, not ${nanoUsd}.`);
}
