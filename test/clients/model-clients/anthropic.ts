import Anthropic from '@anthropic-ai/sdk';
import type { ModelClient } from '../model-client.js';
import { anthropicCalls } from './anthropic-calls.js';

export function anthropic(url: string): ModelClient {
  return anthropicCalls(new Anthropic({ apiKey: 'stand-in', baseURL: url, maxRetries: 0 }));
}
