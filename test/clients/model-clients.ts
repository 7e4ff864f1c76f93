import type { ModelClient } from './model-client.js';
import { anthropic } from './model-clients/anthropic.js';
import { bedrock } from './model-clients/bedrock.js';
import { cohere } from './model-clients/cohere.js';
import { googleGenai } from './model-clients/google-genai.js';
import { groq } from './model-clients/groq.js';
import { langchainAnthropic, langchainOpenai } from './model-clients/langchain.js';
import { mistral } from './model-clients/mistral.js';
import { ollama } from './model-clients/ollama.js';
import { openai } from './model-clients/openai.js';

/** Every client that the suites use, by its package. */
export const MODEL_CLIENTS: Readonly<Record<string, (url: string) => ModelClient>> = {
  openai,
  '@anthropic-ai/sdk': anthropic,
  '@google/genai': googleGenai,
  '@mistralai/mistralai': mistral,
  'cohere-ai': cohere,
  'groq-sdk': groq,
  ollama,
  '@aws-sdk/client-bedrock-runtime': bedrock,
  '@langchain/openai': langchainOpenai,
  '@langchain/anthropic': langchainAnthropic,
};
