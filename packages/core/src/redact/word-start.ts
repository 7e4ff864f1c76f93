import { isAlphanumeric } from './characters';

/**
 * The end of an escape, behind which a word begins though a letter stands before it: texts hold JSON and addresses too.
 * No quantifier but fixed ones, here and in what is built with it, so that each place of a text is looked at once.
 */
export const ESCAPE_END = '(?<=\\\\[nrtbf]|%[0-9A-Fa-f]{2})';

const ENDS_WITH_ESCAPE = new RegExp(`${ESCAPE_END}$`);
const LONGEST_ESCAPE = 3;

/** Whether a word may begin here. Patterns that begin with this question are slow: it is asked where they have found something. */
export function isWordStart(text: string, index: number): boolean {
  if (index === 0 || !isAlphanumeric(text.charCodeAt(index - 1))) return true;
  return ENDS_WITH_ESCAPE.test(text.slice(Math.max(0, index - LONGEST_ESCAPE), index));
}
