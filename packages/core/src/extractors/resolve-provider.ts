import { text } from '../fields';
import type { UsageHint } from '../usage';

/** `gen_ai.provider.name` values of the OpenTelemetry GenAI conventions. */
const CONVENTION_NAMES: ReadonlySet<string> = new Set([
  'anthropic',
  'aws.bedrock',
  'azure.ai.inference',
  'azure.ai.openai',
  'cohere',
  'deepseek',
  'gcp.gemini',
  'gcp.gen_ai',
  'gcp.vertex_ai',
  'groq',
  'ibm.watsonx.ai',
  'mistral_ai',
  'moonshot_ai',
  'openai',
  'perplexity',
  'x_ai',
]);

/** Other spellings in use: earlier conventions, other instrumentations, the provider SDKs themselves. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['amazon-bedrock', 'aws.bedrock'],
  ['amazon_bedrock', 'aws.bedrock'],
  ['aws', 'aws.bedrock'],
  ['aws_bedrock', 'aws.bedrock'],
  ['bedrock', 'aws.bedrock'],
  ['bedrock-converse', 'aws.bedrock'],
  ['bedrock_converse', 'aws.bedrock'],
  ['az.ai.inference', 'azure.ai.inference'],
  ['az.ai.openai', 'azure.ai.openai'],
  ['azure', 'azure.ai.openai'],
  ['azure-openai', 'azure.ai.openai'],
  ['azure_openai', 'azure.ai.openai'],
  ['azureopenai', 'azure.ai.openai'],
  ['azure_ai', 'azure.ai.inference'],
  ['cohere_chat', 'cohere'],
  ['gemini', 'gcp.gemini'],
  ['google', 'gcp.gemini'],
  ['googleai', 'gcp.gemini'],
  ['google-genai', 'gcp.gemini'],
  ['google_genai', 'gcp.gemini'],
  ['google.generative-ai', 'gcp.gemini'],
  ['google-vertex', 'gcp.vertex_ai'],
  ['google-vertexai', 'gcp.vertex_ai'],
  ['google_vertexai', 'gcp.vertex_ai'],
  ['google.vertex', 'gcp.vertex_ai'],
  ['vertex', 'gcp.vertex_ai'],
  ['vertex_ai', 'gcp.vertex_ai'],
  ['vertexai', 'gcp.vertex_ai'],
  ['watsonx', 'ibm.watsonx.ai'],
  ['mistral', 'mistral_ai'],
  ['mistralai', 'mistral_ai'],
  ['moonshot', 'moonshot_ai'],
  ['moonshotai', 'moonshot_ai'],
  ['ollama_chat', 'ollama'],
  ['together-ai', 'together'],
  ['together_ai', 'together'],
  ['togetherai', 'together'],
  ['x-ai', 'x_ai'],
  ['xai', 'x_ai'],
]);

/** Host names under which providers serve their APIs, regional ones included. */
const HOSTS: readonly (readonly [host: RegExp, provider: string])[] = [
  [/(^|\.)api\.openai\.com$/, 'openai'],
  [/\.(openai|cognitiveservices)\.azure\.com$/, 'azure.ai.openai'],
  [/\.services\.ai\.azure\.com$/, 'azure.ai.inference'],
  [/^api\.anthropic\.com$/, 'anthropic'],
  [/^bedrock[\w-]*\.[\w-]+\.(amazonaws\.com|api\.aws)$/, 'aws.bedrock'],
  [/(^|[.-])aiplatform\.([\w-]+\.rep\.)?googleapis\.com$/, 'gcp.vertex_ai'],
  [/^generativelanguage\.googleapis\.com$/, 'gcp.gemini'],
  [/^api\.groq\.com$/, 'groq'],
  [/^api\.deepseek\.com$/, 'deepseek'],
  [/^api\.mistral\.ai$/, 'mistral_ai'],
  [/(^|\.)api\.x\.ai$/, 'x_ai'],
  [/^api\.perplexity\.ai$/, 'perplexity'],
  [/^api\.cohere\.(com|ai)$/, 'cohere'],
  [/^api\.moonshot\.(ai|cn)$/, 'moonshot_ai'],
  [/(^|\.)openrouter\.ai$/, 'openrouter'],
  [/^api\.together\.(ai|xyz)$/, 'together'],
  [/^api\.fireworks\.ai$/, 'fireworks'],
  [/^api\.cerebras\.ai$/, 'cerebras'],
  [/(^|\.)ollama\.com$/, 'ollama'],
];

/**
 * The OpenTelemetry name of a provider from any spelling in use. Suffixes for the kind of API, such as
 * `openai.responses`, are dropped; a name nobody knows is kept in lower case.
 */
export function conventionalProvider(name: string): string {
  const lowered = name.trim().toLowerCase();
  for (let head = lowered; head !== ''; head = head.slice(0, Math.max(0, head.lastIndexOf('.')))) {
    const known = CONVENTION_NAMES.has(head) ? head : ALIASES.get(head);
    if (known !== undefined) {
      return known;
    }
  }
  return lowered;
}

/** Port on which Ollama serves its own API and a copy of OpenAI's, unless told otherwise. */
const OLLAMA_PORT = '11434';

/**
 * Who served a response: the host that was asked when it is a known one (clients for OpenAI's API are used with many
 * providers), else what the caller said, else what the response looks like. A client of OpenAI's that asks a host
 * nobody knows may be talking to anyone, so there the response alone tells.
 */
export function resolveProvider(hint: UsageHint, fromStructure: string | undefined): string | undefined {
  const named = text(hint.provider);
  if (named === undefined && hint.baseUrl === undefined) {
    return fromStructure;
  }
  const [, host, port] =
    /^[a-z]+:\/\/(?:[^/@]*@)?([^/:?#]+)(?::(\d+))?/.exec(text(hint.baseUrl)?.toLowerCase() ?? '') ?? [];
  const served = port === OLLAMA_PORT ? 'ollama' : providerOfHost(host);
  const provider = named === undefined ? fromStructure : conventionalProvider(named);
  return served ?? (provider === 'openai' && host !== undefined ? fromStructure : provider);
}

function providerOfHost(host: string | undefined): string | undefined {
  return host === undefined ? undefined : HOSTS.find(([pattern]) => pattern.test(host))?.[1];
}
