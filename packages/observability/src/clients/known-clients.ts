import { AI_SDK_4_MODEL, AI_SDK_EMBEDDING_MODEL, AI_SDK_MODEL } from './ai-sdk-model';
import { ANTHROPIC } from './anthropic';
import type { ClientDefinition } from './client-definition';
import { GOOGLE_GENAI } from './google-genai';
import { OPENAI } from './openai';

/** First match wins. A new kind of client is a new file here and a line in this list. */
export const KNOWN_CLIENTS: readonly ClientDefinition[] = [
  OPENAI,
  ANTHROPIC,
  GOOGLE_GENAI,
  AI_SDK_MODEL,
  AI_SDK_4_MODEL,
  AI_SDK_EMBEDDING_MODEL,
];
