/** A word must share more than half of its letters with a candidate to be taken for a misspelling of it. */
const MAXIMUM_DISTANCE_RATIO = 0.4;

/** The candidate that a misspelt word most likely means; `undefined` when none is close. Case does not count. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  return suggestAll(word, candidates, 1)[0];
}

/** At most `most` candidates that a misspelt word may mean, the closest first. */
export function suggestAll(word: string, candidates: Iterable<string>, most: number): readonly string[] {
  const close: { candidate: string; distance: number }[] = [];
  for (const candidate of candidates) {
    const longest = Math.max(word.length, candidate.length);
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= longest * MAXIMUM_DISTANCE_RATIO) close.push({ candidate, distance });
  }
  return close
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const steps = [
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      ];
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        steps.push(at(beforeLast, column - 2) + 1);
      }
      current.push(Math.min(...steps));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
