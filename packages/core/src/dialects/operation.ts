/** Operations that are one call to a model, with other spellings of their names. Nothing else may be priced. */
const MODEL_OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['chat', 'chat'],
  ['text_completion', 'text_completion'],
  ['completion', 'text_completion'],
  ['generate_content', 'generate_content'],
  ['embeddings', 'embeddings'],
  ['embedding', 'embeddings'],
]);

/** The conventions' name of an operation. */
export function conventionalOperation(name: string): string {
  const lowered = name.toLowerCase();
  return MODEL_OPERATIONS.get(lowered) ?? lowered;
}

export function isModelOperation(name: string | undefined): boolean {
  return name !== undefined && MODEL_OPERATIONS.has(name);
}
