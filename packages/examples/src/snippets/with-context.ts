import { Observe, withContext } from '@kagura/observability';
import OpenAI from 'openai';

export class SupportAgent {
  readonly #openai = new OpenAI();

  @Observe('support_agent')
  async reply(message: string) {
    return this.#openai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: message }],
    });
  }
}

/** Everything observed inside is recorded for this customer and this conversation. */
export function handleMessage(agent: SupportAgent, customer: string, message: string) {
  return withContext({ user: customer, session: `${customer}-chat`, tags: { feature: 'support' } }, () =>
    agent.reply(message),
  );
}
