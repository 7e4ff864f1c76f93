import { foldProvider } from './provider-name';

/** Longer than any id, so that a text that is none costs nothing to refuse. */
const MAX_ID_LENGTH = 512;

const RESOURCE_PATH = /^(?:.*\/)?publishers\/[^/]+\/models\/|^models\//;
const RESOURCE_LOCATION = /(?:^|\/)locations\/([^/]+)\//;
const DATE_SUFFIX = /[-@](?:19|20)\d{2}(-?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])$/;
const LATEST_SUFFIX = /(?:[-@]latest|@default)$/;
/** Bedrock sells the same model through profiles of a region; `global.` is another price and stays. */
const BEDROCK_REGION = /^(?:us|us-gov|eu|apac|jp|au|ca|sa|me|af|il|in|mx)\./;
/** How LiteLLM names the API behind a model, and the deployment that has the standard price. */
const API_PREFIX: Readonly<Record<string, RegExp>> = {
  aws: /^(?:converse|converse_like|invoke)\//,
  azure: /^(?:responses|global|global-standard)\//,
  openai: /^responses\//,
};

/** An id split at its first slash, where what stands before it names a provider: `openai/gpt-4o`. */
export function splitProvider(id: string): { provider: string; rest: string } | undefined {
  const slash = id.indexOf('/');
  if (slash <= 0) return undefined;
  const provider = foldProvider(id.slice(0, slash));
  return provider === undefined ? undefined : { provider, rest: id.slice(slash + 1) };
}

/** The id without its gateway: `litellm/openai/gpt-4o` is `openai/gpt-4o`. */
export function withoutGateway(id: string): string {
  const slash = id.indexOf('/');
  return slash > 0 && foldProvider(id.slice(0, slash)) === undefined ? id.slice(slash + 1) : id;
}

/** The id without its date, for example `claude-sonnet-4-5` for `claude-sonnet-4-5@20250929`; `undefined` without one. */
export function withoutDate(id: string): string | undefined {
  return DATE_SUFFIX.test(id) ? id.replace(DATE_SUFFIX, '') : undefined;
}

/** The id that an id like `claude-3-5-sonnet-latest` keeps up with; `undefined` for any other. */
export function withoutLatest(id: string): string | undefined {
  return LATEST_SUFFIX.test(id) ? id.replace(LATEST_SUFFIX, '') : undefined;
}

/** The location in a resource name of Vertex AI, `projects/p/locations/europe-west1/publishers/…`. */
export function locationInId(model: string): string | undefined {
  return model.length <= MAX_ID_LENGTH ? RESOURCE_LOCATION.exec(model)?.[1] : undefined;
}

/** The id in lower case; empty for a text that is too long to be one. */
export function normalizeModel(model: string): string {
  return model.length <= MAX_ID_LENGTH ? model.trim().toLowerCase() : '';
}

/**
 * The spellings under which a provider's price may be listed, the given one first. Each is the same model: nothing is
 * taken off that could tell one model from another.
 */
export function idForms(provider: string, id: string): string[] {
  const forms = new Set([id]);
  const add = (rewrite: (form: string) => string): void => {
    for (const form of [...forms]) forms.add(rewrite(form));
  };
  add((form) => form.replace(RESOURCE_PATH, ''));
  add((form) => {
    const split = splitProvider(form);
    return split?.provider === provider ? split.rest : form;
  });
  const apiPrefix = Object.hasOwn(API_PREFIX, provider) ? API_PREFIX[provider] : undefined;
  if (apiPrefix !== undefined) add((form) => form.replace(apiPrefix, ''));
  // A fine-tuned model is priced by its base: `ft:gpt-4o-2024-08-06:organization::id`.
  if (id.includes('ft:')) add((form) => form.replace(/^(ft:[^:]+):.*$/, '$1'));
  if (provider === 'google') add((form) => form.replace(/-00\d$/, ''));
  if (provider === 'aws') {
    add((form) => form.replace(/^arn:.*\//, ''));
    add((form) => form.replace(/:\d+(?::\w+)?$/, ''));
    add((form) => form.replace(/-v\d+$/, ''));
    add((form) => form.replace(BEDROCK_REGION, ''));
  }
  forms.delete('');
  return [...forms];
}
