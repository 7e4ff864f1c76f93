/** Letters that a shell takes as they are. */
const PLAIN = /^[\w./:@+-]+$/;

export interface NamedModel {
  readonly model: string;
  readonly provider?: string | null | undefined;
}

/** The flags that choose the calls of a model, with a space before; a prefix chooses no model. */
export function modelFlags({ model, provider }: NamedModel): string {
  const chosen = model.endsWith('*') ? '' : ` --model ${shellWord(model)}`;
  return provider ? `${chosen} --provider ${shellWord(provider)}` : chosen;
}

/** A text as one word of a command line. */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
