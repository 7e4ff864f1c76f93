/** Remembers prompts, so that a later one that begins the same can be billed as cached. */
export class PromptCache {
  readonly #prompts = new Map<string, (readonly string[])[]>();

  /** How many of these texts, from the first, an earlier prompt of the scope began with; remembers them as well. */
  remember(scope: string, texts: readonly string[]): number {
    const earlier = this.#prompts.get(scope) ?? [];
    const known = Math.max(0, ...earlier.map((prompt) => commonPrefix(prompt, texts)));
    this.#prompts.set(scope, [...earlier, texts]);
    return known;
  }
}

function commonPrefix(left: readonly string[], right: readonly string[]): number {
  const different = left.findIndex((text, index) => text !== right[index]);
  return different === -1 ? left.length : different;
}
