/** Blocks that terminals draw two columns wide (Hangul, CJK and its punctuation, Yi, full-width forms), and emoji. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;
const EMOJI_VARIATION = '\ufe0f';
const ZERO_WIDTH = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;

/** Columns that a text without control characters takes in a terminal. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) {
    return text.length;
  }
  let width = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    width += graphemeWidth(segment);
  }
  return width;
}

/** Fills a text with spaces at its end, up to a width in columns. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function graphemeWidth(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) {
    return 0;
  }
  return WIDE.test(grapheme) || grapheme.includes(EMOJI_VARIATION) ? 2 : 1;
}
