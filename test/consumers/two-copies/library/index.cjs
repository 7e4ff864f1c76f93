const { trace } = require('@kagura/observability');

exports.complete = trace(
  async (prompt) => ({
    object: 'chat.completion',
    model: 'gpt-4o-mini',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: prompt } }],
    usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
  }),
  { kind: 'model' },
);
