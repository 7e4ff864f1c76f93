import { openai } from '@ai-sdk/openai';
import { OpenTelemetry } from '@ai-sdk/otel';
import { CostTracker, Observe, startObservability } from '@kagura/observability';
import { generateText, isStepCount, jsonSchema, registerTelemetry, streamText, tool } from 'ai';

// Registers a tracer provider, which the spans of the AI SDK go to.
startObservability();
registerTelemetry(new OpenTelemetry());

const weather = tool({
  description: 'The weather in a city',
  inputSchema: jsonSchema<{ city: string }>({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  }),
  execute: async () => 'sunny',
});

class Guide {
  @Observe('forecaster')
  async forecast(city: string): Promise<string> {
    const { text } = await generateText({
      model: openai('gpt-4o'),
      prompt: `What is the weather in ${city}?`,
      tools: { weather },
      stopWhen: isStepCount(3),
    });
    return text;
  }

  @Observe('storyteller')
  tell(city: string) {
    return streamText({ model: openai('gpt-4o-mini'), prompt: `Tell a story about ${city}` });
  }
}

async function main(): Promise<void> {
  const guide = new Guide();
  process.stdout.write(`${await guide.forecast('Oslo')}\n`);
  for await (const text of guide.tell('Oslo').textStream) process.stdout.write(text);
  process.stdout.write('\n');

  for (const agent of ['forecaster', 'storyteller']) {
    const { calls, outputTokens, total } = await new CostTracker().getCost({ agent });
    process.stdout.write(`${agent}: ${calls} calls, ${outputTokens} tokens written, $${total}\n`);
  }
}

void main();
