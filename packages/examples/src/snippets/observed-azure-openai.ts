import { CostTracker, Observe, observeClient } from '@kagura/observability';
import { AzureOpenAI } from 'openai';

const azure = observeClient(new AzureOpenAI({ apiVersion: '2024-10-21', deployment: 'helpdesk-chat' }));

class Helpdesk {
  @Observe('helpdesk')
  async answer(question: string) {
    return azure.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: question }],
    });
  }
}

export async function main(): Promise<void> {
  const { choices, model } = await new Helpdesk().answer('How do I reset my password?');
  console.log(choices[0]?.message.content);

  const { total } = await new CostTracker().getCost({ agent: 'helpdesk' });
  console.log(`One answer of ${model}: $${total}`);
}
