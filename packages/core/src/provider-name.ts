/**
 * Other names of the providers in the price table: values of `gen_ai.provider.name` and of the older `gen_ai.system`,
 * and what the Vercel AI SDK, LangChain and LiteLLM call them.
 */
const ALIASES: Readonly<Record<string, string>> = {
  'az.ai.inference': 'azure',
  'az.ai.openai': 'azure',
  'azure-openai': 'azure',
  'azure.ai.inference': 'azure',
  'azure.ai.openai': 'azure',
  azure_ai: 'azure',
  azure_openai: 'azure',
  azureopenai: 'azure',
  azure_text: 'azure',
  'amazon-bedrock': 'aws',
  amazon_bedrock: 'aws',
  'aws.bedrock': 'aws',
  'aws-bedrock': 'aws',
  aws_bedrock: 'aws',
  bedrock: 'aws',
  bedrock_converse: 'aws',
  cohere_chat: 'cohere',
  fireworks_ai: 'fireworks',
  'fireworks-ai': 'fireworks',
  'gcp.gemini': 'google',
  'gcp.gen_ai': 'google',
  'gcp.vertex_ai': 'google',
  gemini: 'google',
  'google-vertex': 'google',
  'google-ai-studio': 'google',
  'google-genai': 'google',
  'google-gla': 'google',
  'google-vertex-anthropic': 'google',
  google_ai_studio: 'google',
  google_genai: 'google',
  google_vertexai: 'google',
  vertex: 'google',
  vertex_ai: 'google',
  vertexai: 'google',
  vertex_ai_beta: 'google',
  'vertex-ai': 'google',
  mistral_ai: 'mistral',
  mistralai: 'mistral',
  codestral: 'mistral',
  'mistral-ai': 'mistral',
  'text-completion-codestral': 'mistral',
  moonshot: 'moonshotai',
  moonshot_ai: 'moonshotai',
  ollama_chat: 'ollama',
  open_router: 'openrouter',
  together_ai: 'together',
  'together-ai': 'together',
  togetherai: 'together',
  voyage: 'voyageai',
  x_ai: 'x-ai',
  xai: 'x-ai',
  'text-completion-openai': 'openai',
};

/** They pass a call on to some other provider, so their name says nothing about the price. */
const PASS_THROUGH: ReadonlySet<string> = new Set([
  'ai-gateway',
  'gateway',
  'helicone',
  'litellm',
  'litellm_proxy',
  'portkey',
  'vercel',
  'vercel-ai-gateway',
  'vercel_ai_gateway',
]);

/**
 * The name under which the price table lists a provider, for example `google` for `gcp.vertex_ai`. An unknown name comes
 * back in lower case; no name, and the name of a gateway that passes calls on, is `undefined`.
 */
export function foldProvider(name: string | null | undefined): string | undefined {
  if (typeof name !== 'string') return undefined;
  const lower = name.trim().toLowerCase();
  if (lower === '' || PASS_THROUGH.has(lower)) return undefined;
  const alias = aliasOf(lower);
  if (alias !== undefined) return alias;
  // The Vercel AI SDK appends the API: `openai.responses`, `anthropic.messages`, `google.generative-ai`.
  const dot = lower.indexOf('.');
  if (dot <= 0) return lower;
  const head = lower.slice(0, dot);
  return PASS_THROUGH.has(head) ? undefined : (aliasOf(head) ?? head);
}

function aliasOf(name: string): string | undefined {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
}
