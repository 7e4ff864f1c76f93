import type Anthropic1 from '@anthropic-ai/sdk';
import Anthropic from 'anthropic-0';
import type { ModelClient } from '../model-client.js';
import { anthropicCalls } from './anthropic-calls.js';

/** Before the client made spans of its own. */
export function anthropic0(url: string): ModelClient {
  const client: object = new Anthropic({ apiKey: 'stand-in', baseURL: url, maxRetries: 0 });
  // What the calls use of it is the same; only names of blocks and errors were added since.
  return anthropicCalls(client as Anthropic1);
}
