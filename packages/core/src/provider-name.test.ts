import { foldProvider } from './provider-name';

it.each([
  ['openai', 'openai'],
  ['OpenAI.responses', 'openai'],
  ['azure.ai.openai', 'azure'],
  ['az.ai.inference', 'azure'],
  ['azure-openai.chat', 'azure'],
  ['gcp.gemini', 'google'],
  ['gcp.vertex_ai', 'google'],
  ['gcp.gen_ai', 'google'],
  ['vertex_ai', 'google'],
  ['google.generative-ai', 'google'],
  ['aws.bedrock', 'aws'],
  ['amazon-bedrock', 'aws'],
  ['x_ai', 'x-ai'],
  ['xai.chat', 'x-ai'],
  ['xai', 'x-ai'],
  ['groq.chat', 'groq'],
  ['fireworks_ai', 'fireworks'],
  ['togetherai', 'together'],
  ['vertex.anthropic.messages', 'google'],
  ['google-vertex-anthropic', 'google'],
  ['google.vertex.chat', 'google'],
  ['az.ai.openai', 'azure'],
  ['azure.ai.inference', 'azure'],
  ['text-completion-openai', 'openai'],
  ['perplexity', 'perplexity'],
  ['ibm.watsonx.ai', 'ibm'],
  ['mistral_ai', 'mistral'],
  ['moonshot_ai', 'moonshotai'],
  ['groq', 'groq'],
  ['constructor', 'constructor'],
])('the provider %s is priced as %s', (name, folded) => {
  expect(foldProvider(name)).toBe(folded);
});

it.each([
  undefined,
  null,
  '',
  ' ',
  'litellm',
  'gateway',
  'Vercel',
  'gateway.chat',
  'vercel_ai_gateway',
  'litellm_proxy',
])('%p names no seller', (name) => {
  expect(foldProvider(name)).toBeUndefined();
});
