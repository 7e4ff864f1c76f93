import { recordUsage } from '@kagura/observability';
import type OpenAI from 'openai';

/** Asks a chat model one question and tells the agent around it what the answer used. */
export async function ask(openai: OpenAI, model: string, question: string): Promise<string> {
  const completion = await openai.chat.completions.create({
    model,
    messages: [{ role: 'user', content: question }],
  });
  recordUsage(completion);
  return completion.choices[0]?.message.content ?? '';
}
