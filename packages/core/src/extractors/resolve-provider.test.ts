import { foldProvider } from '../provider-name';
import { conventionalProvider, resolveProvider } from './resolve-provider';

describe('conventionalProvider', () => {
  it.each([
    'openai.responses',
    'azure_openai',
    'azure_ai',
    'azureopenai',
    'anthropic.messages',
    'amazon-bedrock',
    'bedrock_converse',
    'google.generative-ai',
    'google-genai',
    'google_genai',
    'google_vertexai',
    'google.vertex.chat',
    'vertex_ai',
    'mistral.chat',
    'mistralai',
    'cohere_chat',
    'moonshotai',
    'ollama_chat',
    'togetherai',
    'together_ai',
    'xai.chat',
    'x-ai',
    'groq.chat',
    'openrouter',
  ])('gives %s a name that has the same prices', (name) => {
    const conventional = conventionalProvider(name);
    expect(foldProvider(conventional)).toBe(foldProvider(name));
    expect(conventionalProvider(conventional)).toBe(conventional);
  });
});

describe('resolveProvider', () => {
  it.each([
    ['https://api.together.xyz/v1', 'together'],
    ['https://api.fireworks.ai/inference/v1', 'fireworks'],
    ['https://api.cerebras.ai/v1', 'cerebras'],
    ['https://openrouter.ai/api/v1', 'openrouter'],
    ['https://bedrock-runtime.us-east-1.amazonaws.com', 'aws.bedrock'],
    ['https://us-central1-aiplatform.googleapis.com/v1', 'gcp.vertex_ai'],
    ['https://aiplatform.eu.rep.googleapis.com/v1', 'gcp.vertex_ai'],
    ['http://192.168.0.7:11434/api', 'ollama'],
    ['https://api.openai.com.example.com/v1', undefined],
  ])('knows who serves %s', (baseUrl, provider) => {
    expect(resolveProvider({ baseUrl }, undefined)).toBe(provider);
  });
});
