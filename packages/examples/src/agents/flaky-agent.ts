import { Observe } from '@kagura/observability';
import OpenAI from 'openai';
import type { ChatCompletion } from 'openai/resources/chat/completions';

const MODEL = 'gpt-4o-mini';
const MAX_ATTEMPTS = 3;
const RATE_LIMITED = 429;
const FIRST_SERVER_ERROR = 500;

/** Asks again when the provider is busy or broken, and gives up after three attempts. */
export class FlakyAgent {
  readonly #openai: OpenAI;

  constructor(openai: OpenAI) {
    this.#openai = openai;
  }

  @Observe({ name: 'flaky_agent', logPrompts: true, logResponses: true })
  async ask(question: string): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const completion = await this.complete(question);
        return completion.choices[0]?.message.content ?? '';
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isTransient(error)) throw error;
      }
    }
  }

  @Observe({ kind: 'model', model: MODEL, provider: 'openai' })
  private complete(content: string): Promise<ChatCompletion> {
    // The client's own retries would happen inside this one call; here every attempt is seen.
    return this.#openai.chat.completions.create(
      { model: MODEL, messages: [{ role: 'user', content }] },
      { maxRetries: 0 },
    );
  }
}

function isTransient(error: unknown): boolean {
  const status = error instanceof OpenAI.APIError ? error.status : undefined;
  return status === RATE_LIMITED || (status !== undefined && status >= FIRST_SERVER_ERROR);
}
