import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { ModelServer } from './model-server/model-server';

export interface ModelClients {
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
}

/** The official clients, pointed at a stand-in server, which takes any key. They do not retry by themselves. */
export function modelClients(server: ModelServer): ModelClients {
  const common = { apiKey: 'stand-in', maxRetries: 0 };
  return {
    openai: new OpenAI({ ...common, baseURL: server.openaiBaseUrl }),
    anthropic: new Anthropic({ ...common, baseURL: server.anthropicBaseUrl }),
  };
}
