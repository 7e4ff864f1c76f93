// JavaScript without decorator syntax, as an ECMAScript module: a decorator is a function that takes the class.
import { CostTracker, Observe } from '@kagura/observability';

class Assistant {
  async ask() {
    return {
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello.' } }],
      usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
    };
  }
}
Observe('assistant')(Assistant);

await new Assistant().ask();
const { total } = await new CostTracker().getCost({ agent: 'assistant' });
process.stdout.write(`${total}\n`);
