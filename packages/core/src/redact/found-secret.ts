import { withoutHalfPair } from '../stream-folders/text-buffer';

/** A place in a text that must not be kept. */
export interface FoundSecret {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** What stands there instead. */
  readonly replacement: string;
}

/** Secrets of one kind, in time that grows with the text's length only. */
export type SecretFinder = (text: string) => readonly FoundSecret[];

/** What stands in the place of a secret: it names the rule that found it. */
export function redactionMark(rule: string): string {
  return `[redacted: ${rule}]`;
}

/** Where two overlap, both go, under the name of the one that begins first. */
export function mergeFound(found: readonly FoundSecret[]): readonly FoundSecret[] {
  if (found.length < 2) return found;
  const sorted = [...found].sort((one, other) => one.start - other.start || other.end - one.end);
  const merged: FoundSecret[] = [];
  for (const secret of sorted) {
    const last = merged.at(-1);
    if (!last || secret.start >= last.end) merged.push(secret);
    else if (secret.end > last.end) merged[merged.length - 1] = { ...last, end: secret.end };
  }
  return merged;
}

/** The first `limit` characters of a text, with what was found in it replaced. */
export function replaceFound(text: string, found: readonly FoundSecret[], limit: number): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end, replacement } of found) {
    if (start >= limit) break;
    kept.push(text.slice(from, start), replacement);
    from = end;
  }
  kept.push(withoutHalfPair(text.slice(from, Math.max(from, limit))));
  return kept.join('');
}
