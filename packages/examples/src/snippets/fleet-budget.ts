import { CostTracker, observeClient, startObservability } from '@kagura/observability';
import { redisLedger } from '@kagura/redis';
import OpenAI from 'openai';

/** One limit for every machine that runs this. */
export async function main(redisUrl: string, question: string): Promise<string> {
  const ledger = redisLedger({ url: redisUrl, journalPath: '.kagura/undelivered.ndjson' });
  const kagura = startObservability({ ledger });
  const openai = observeClient(new OpenAI());
  try {
    await new CostTracker().setBudget('daily', { limitUsd: 50, onLedgerUnavailable: 'deny' });
    const completion = await openai.chat.completions.create({
      model: 'gpt-4o',
      max_completion_tokens: 500,
      messages: [{ role: 'user', content: question }],
    });
    return completion.choices[0]?.message.content ?? '';
  } finally {
    await kagura.shutdown();
  }
}
