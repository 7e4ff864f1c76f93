// The pure half alone, in an engine that has no Node.js around it. The value of the script is what it found.
import { calculateCost, extractUsage, resolvePeriod } from '@kagura/core';

const reading = extractUsage({
  object: 'chat.completion',
  model: 'gpt-4o-mini',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello.' } }],
  usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
});
if (reading === undefined) throw new Error('the response was not recognised');

const { start } = resolvePeriod('2026-07', { timeZone: 'Asia/Tokyo', now: new Date() });
Object.assign(globalThis, { found: { usd: calculateCost(reading).usd, start: start.toISOString() } });
