/**
 * Whole escape sequences, by their introducer (ESC and a letter, or its C1 form): CSI; the strings OSC, DCS, SOS, PM
 * and APC up to their terminator; and the short ones. A string body excludes every introducer, so that a hostile
 * text cannot make the search quadratic, and line ends, so that an unfinished string hides at most one line.
 */
const ESCAPE_SEQUENCES = new RegExp(
  [
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    '(?:\\u001b[P\\]X^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007\\n\\u001b\\u0080-\\u009f]*(?:\\u0007|\\u001b\\\\|\\u009c)',
    '\\u001b[ -/]+[0-~]',
    '\\u001b[0-Z\\\\^_`-~]',
  ].join('|'),
  'g',
);

/** C0 except tab and line feed, DEL, C1. */
const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
/** Marks, embeddings, overrides and isolates that reorder what follows them. */
const BIDI_CONTROLS = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const FORBIDDEN = new RegExp(`[${CONTROLS}${BIDI_CONTROLS}]`, 'g');
const FORBIDDEN_IN_JSON = new RegExp(`[\\u007f-\\u009f${BIDI_CONTROLS}]`, 'g');

/**
 * Text that a terminal only shows and never obeys: without escape sequences, control characters (tab and line feed
 * stay) and characters that reorder text.
 */
export function sanitizeText(text: string): string {
  return text.replace(ESCAPE_SEQUENCES, '').replace(FORBIDDEN, '');
}

/** {@link sanitizeText} on one line, for names: each run of white space becomes one space. */
export function sanitizeLine(text: string): string {
  return sanitizeText(text).replace(/\s+/g, ' ').trim();
}

/** JSON with every character that {@link sanitizeText} removes written as an escape: safe to show, and nothing lost. */
export function escapeJsonControls(json: string): string {
  return json.replace(
    FORBIDDEN_IN_JSON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
