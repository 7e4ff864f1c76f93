import { ConfigurationError } from '../errors';
import { type FoundSecret, redactionMark, type SecretFinder } from './found-secret';
import { slowText } from './pattern-speed';

/** What an application wants to have redacted beside what is redacted anyway. */
export type RedactionPattern = RegExp | NamedRedactionPattern;

export interface NamedRedactionPattern {
  /** Names the rule in the text that stands instead: `[redacted: name]`. */
  readonly name: string;
  readonly pattern: RegExp;
  /** Stands instead as it is written here: `$1` means nothing. @default `[redacted: name]` */
  readonly replacement?: string | undefined;
}

const UNNAMED = 'pattern';

/**
 * Finders for patterns of an application. Each is tried on texts that make careless patterns slow before it is used.
 *
 * @param now milliseconds of a clock that never goes back
 * @throws ConfigurationError for what is no pattern, and for a pattern that may take seconds for one text
 */
export function patternFinders(patterns: readonly unknown[], now: () => number): readonly SecretFinder[] {
  return patterns.map((given) => {
    const { name, pattern, replacement } = readPattern(given);
    // Our own copy, because a search moves `lastIndex`; not sticky, which would find what a text begins with only.
    const own = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, '')}g`);
    const slow = slowText(own, now);
    if (slow !== undefined) throw new ConfigurationError(slowMessage(own, slow));
    return finderOf(own, replacement ?? redactionMark(name));
  });
}

function readPattern(given: unknown): NamedRedactionPattern {
  if (given instanceof RegExp) return { name: UNNAMED, pattern: given };
  if (isNamedPattern(given)) return given;
  throw new ConfigurationError(
    `capture.redact takes regular expressions, { name, pattern, replacement } and functions, received ${shown(given)}.`,
  );
}

function isNamedPattern(given: unknown): given is NamedRedactionPattern {
  if (typeof given !== 'object' || given === null) return false;
  const { name, pattern, replacement } = given as Partial<Record<keyof NamedRedactionPattern, unknown>>;
  const isReplacement = replacement === undefined || typeof replacement === 'string';
  return typeof name === 'string' && name !== '' && pattern instanceof RegExp && isReplacement;
}

function shown(given: unknown): string {
  return typeof given === 'string' ? JSON.stringify(given) : `a value of type ${typeof given}`;
}

function slowMessage(
  pattern: RegExp,
  { length, milliseconds }: { length: number; milliseconds: number },
): string {
  return (
    `capture.redact: the pattern ${pattern.source} took ${Math.round(milliseconds)} ms for a text of ${length} characters, ` +
    'and the call would wait for it. Bound its repetitions ({1,64} in place of + or *), and let no two that follow ' +
    'one another match the same characters.'
  );
}

function finderOf(pattern: RegExp, replacement: string): SecretFinder {
  return (text) => {
    const found: FoundSecret[] = [];
    for (const { 0: match, index: start } of text.matchAll(pattern)) {
      if (match !== '') found.push({ start, end: start + match.length, replacement });
    }
    return found;
  };
}
