import { observeOpenAI } from '@langfuse/openai';
import OpenAI from 'openai';
import { checkSpans } from '../check-spans.js';
import { openaiCalls } from '../model-clients/openai.js';

const langfuse = (url: string) =>
  openaiCalls(observeOpenAI(new OpenAI({ apiKey: 'stand-in', baseURL: `${url}/v1`, maxRetries: 0 })));

checkSpans('Langfuse', { clients: { openai: langfuse } });
