import { observe, recordUsage } from '@kagura/observability';

interface Summary {
  readonly summary: string;
  readonly tokens: { readonly read: number; readonly written: number };
}

/** A provider without a client: only the token counts of its answer are needed. */
export const summarize = observe(
  async (text: string, endpoint: string): Promise<string> => {
    const response = await fetch(endpoint, { method: 'POST', body: JSON.stringify({ text }) });
    const { summary, tokens } = (await response.json()) as Summary;
    recordUsage({ model: 'gpt-4o-mini', inputTokens: tokens.read, outputTokens: tokens.written });
    return summary;
  },
  { name: 'summarizer' },
);
