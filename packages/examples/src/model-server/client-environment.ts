import type { ModelServer } from './model-server';

/** Where the clients look for key and address unless they are told. The paths belong to the address. */
const VARIABLES = {
  openai: { key: 'OPENAI_API_KEY', address: 'OPENAI_BASE_URL', path: '/v1' },
  'azure-openai': { key: 'AZURE_OPENAI_API_KEY', address: 'AZURE_OPENAI_ENDPOINT', path: '' },
  anthropic: { key: 'ANTHROPIC_API_KEY', address: 'ANTHROPIC_BASE_URL', path: '' },
  'google-genai': { key: 'GEMINI_API_KEY', address: 'GOOGLE_GEMINI_BASE_URL', path: '' },
} as const;

export type EnvironmentClient = keyof typeof VARIABLES;

/** The variables with which a client that is told nothing asks the stand-in server. */
export function clientEnvironment(client: EnvironmentClient, server: ModelServer): Record<string, string> {
  const { key, address, path } = VARIABLES[client];
  return { [key]: 'stand-in', [address]: `${server.url}${path}` };
}

/** True where the environment has a key for the client, which then asks its provider. */
export function hasKey(client: EnvironmentClient, environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment[VARIABLES[client].key]);
}
