/** Characters (code points) in one token of the stand-in: the providers' own rule of thumb for English text. */
const CHARACTERS_PER_TOKEN = 4;

/** Cuts a text into tokens of four characters; the last may be shorter. An empty text has none. */
export function tokenize(text: string): string[] {
  const characters = Array.from(text);
  const tokens: string[] = [];
  for (let start = 0; start < characters.length; start += CHARACTERS_PER_TOKEN) {
    tokens.push(characters.slice(start, start + CHARACTERS_PER_TOKEN).join(''));
  }
  return tokens;
}

/** Tokens of several texts, each counted by itself: the end of one never shares a token with the next. */
export function countTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Math.ceil(Array.from(text).length / CHARACTERS_PER_TOKEN), 0);
}
