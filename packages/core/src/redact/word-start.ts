/**
 * The end of an escape, behind which a word begins though a letter stands before it: texts hold JSON and addresses too.
 * No quantifier but fixed ones, here and in what is built with it, so that each place of a text is looked at once.
 */
export const ESCAPE_END = '(?<=\\\\[nrtbf]|%[0-9A-Fa-f]{2})';

/** Where a word may begin. */
export const WORD_START = `(?:(?<![A-Za-z0-9])|${ESCAPE_END})`;
