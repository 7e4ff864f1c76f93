import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { CostTracker, metrics, Observe, Trace } from '@kagura/observability';

/** What one call of the assistant costs: 1000 tokens in and 500 out of gpt-4o-mini. */
export const COST = 0.00045;

/** The spans of one call of the assistant, in order of their end. */
export const SPANS = ['chat gpt-4o-mini', 'invoke_agent assistant'];

export class Assistant {
  @Observe({ name: 'assistant' })
  async ask(): Promise<string> {
    const completion = await this.complete();
    return completion.choices[0]?.message.content ?? '';
  }

  @Trace({ kind: 'model' })
  async complete() {
    return {
      object: 'chat.completion',
      model: 'gpt-4o-mini',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello.' } }],
      usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
    };
  }
}

/** A database file for one test. */
export function temporaryDatabase(test: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'kagura-otel3-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'kagura.db');
}

/** The assistant was called once, and one model call with its cost is recorded. */
export async function expectOneCall(): Promise<void> {
  const { total, calls } = await new CostTracker().getCost({ agent: 'assistant' });
  assert.deepEqual({ total, calls }, { total: COST, calls: 1 });
  assert.equal((await metrics.getStats('assistant')).totalCalls, 1);
}
