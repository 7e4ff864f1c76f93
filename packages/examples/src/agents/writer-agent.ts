import type Anthropic from '@anthropic-ai/sdk';
import type { Message } from '@anthropic-ai/sdk/resources/messages/messages';
import { Observe } from '@kagura/observability';

const MODEL = 'claude-sonnet-5';
const MAX_TOKENS = 1_024;

/** Turns what was found into an answer. */
export class WriterAgent {
  readonly #anthropic: Anthropic;

  constructor(anthropic: Anthropic) {
    this.#anthropic = anthropic;
  }

  @Observe({ name: 'writer_agent', logPrompts: true, logResponses: true })
  async write(question: string, findings: string): Promise<string> {
    const message = await this.compose(`Question: ${question}\n\nFindings: ${findings}`);
    return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  }

  @Observe({ kind: 'model', model: MODEL, provider: 'anthropic' })
  private compose(content: string): Promise<Message> {
    return this.#anthropic.messages.create({
      model: MODEL,
      max_tokens: MAX_TOKENS,
      system: 'Answer the question from the findings alone.',
      messages: [{ role: 'user', content }],
    });
  }
}
