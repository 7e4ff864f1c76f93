// JavaScript without decorator syntax, as a CommonJS module: `observe` takes a function.
const { CostTracker, observe, recordUsage } = require('@kagura/observability');

class Assistant {
  ask = observe(async () => {
    recordUsage({
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello.' } }],
      usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
    });
    return 'Hello.';
  }, 'assistant');
}

async function main() {
  await new Assistant().ask();
  const { total } = await new CostTracker().getCost({ agent: 'assistant' });
  process.stdout.write(`${total}\n`);
}

void main();
